// Every name that ends in .example is 127.0.0.1 in this program: a certificate's name can be tried
// as it is in the world, wildcards and all, without a name server.
#include <dlfcn.h>
#include <netdb.h>

#include <string_view>

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** found) {
  static const auto in_libc =
      reinterpret_cast<decltype(&::getaddrinfo)>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  const bool ours = node != nullptr && std::string_view(node).ends_with(".example");
  return in_libc(ours ? "127.0.0.1" : node, service, hints, found);
}
