// A race on purpose: with the shim and its suppression linked, it must still be reported.
#include <thread>

int main() {
  int counter = 0;
  std::thread other([&counter] { ++counter; });
  ++counter;
  other.join();
  return counter == 0 ? 1 : 0;
}
