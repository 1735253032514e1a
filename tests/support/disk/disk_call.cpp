#include "support/disk/disk_call.hpp"

namespace daypass::support {

std::string_view to_string(disk_call_kind kind) {
  switch (kind) {
    case disk_call_kind::open:
      return "open";
    case disk_call_kind::read:
      return "read";
    case disk_call_kind::write:
      return "write";
    case disk_call_kind::sync:
      return "sync";
    case disk_call_kind::truncate:
      return "truncate";
    case disk_call_kind::unlink:
      return "unlink";
    case disk_call_kind::rename:
      return "rename";
    case disk_call_kind::sync_folder:
      return "sync_folder";
    case disk_call_kind::look:
      return "look";
    case disk_call_kind::lock:
      return "lock";
    case disk_call_kind::map:
      return "map";
  }
  return "?";
}

std::string_view to_string(disk_verdict verdict) {
  switch (verdict) {
    case disk_verdict::go_on:
      return "go_on";
    case disk_verdict::fail_io:
      return "fail_io";
    case disk_verdict::fail_no_space:
      return "fail_no_space";
    case disk_verdict::fail_read_only:
      return "fail_read_only";
    case disk_verdict::short_write:
      return "short_write";
    case disk_verdict::refuse_lock:
      return "refuse_lock";
    case disk_verdict::pretend:
      return "pretend";
    case disk_verdict::crash_before:
      return "crash_before";
    case disk_verdict::crash_after:
      return "crash_after";
  }
  return "?";
}

bool possible(disk_call_kind kind, disk_verdict verdict) {
  using enum disk_call_kind;
  const bool reads = kind == read || kind == look || kind == lock;
  const bool syncs = kind == sync || kind == sync_folder;
  switch (verdict) {
    case disk_verdict::go_on:
    case disk_verdict::fail_io:
    case disk_verdict::crash_before:
    case disk_verdict::crash_after:
      return true;
    case disk_verdict::fail_no_space:
      return !reads && kind != unlink;
    case disk_verdict::fail_read_only:
      return !reads && !syncs && kind != map;
    case disk_verdict::short_write:
      return kind == write;
    case disk_verdict::refuse_lock:
      return kind == lock;
    case disk_verdict::pretend:
      return syncs;
  }
  return false;
}

}  // namespace daypass::support
