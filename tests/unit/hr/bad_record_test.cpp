// Records whose bytes, size or JSON can't be used.
#include "bad_cases.hpp"
#include "events.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

namespace daypass::hr {
namespace {

std::string noise(std::size_t bytes) {
  std::mt19937 generator(20261121);  // NOLINT(cert-msc51-cpp): the same noise every time
  std::string text(bytes, '\0');
  for (char& letter : text) letter = static_cast<char>(generator() & 0xFFU);
  return text;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t time = 0; time < times; ++time) all += text;
  return all;
}

raw_event announced_with(const std::string& more) {
  return structured_record(structured("announced", announced_data(more)));
}

raw_event tombstone(raw_event record) {
  record.value.reset();
  return record;
}

constexpr std::size_t megabyte = 1'000'000;
constexpr std::size_t deep = 100'000;

std::vector<bad_case> of_values() {
  return {
      {"structured tombstone", [] { return tombstone(structured_record("")); },
       decode_errc::no_value,
       "value: is absent (a tombstone): to take a hire back send hr.hire.rescinded.v1"},
      {"binary tombstone", [] { return tombstone(binary_record("announced", "")); },
       decode_errc::no_value,
       "value: is absent (a tombstone): to take a hire back send hr.hire.rescinded.v1"},
      {"bare tombstone", [] { return tombstone(raw_event{}); }, decode_errc::no_value,
       "value: is absent (a tombstone): to take a hire back send hr.hire.rescinded.v1"},
      {"2 MB of noise", [] { return structured_record(noise(2 * megabyte)); },
       decode_errc::value_too_large,
       "value: has 2000000 bytes, and a hire event has at most 1048576: send what the contract "
       "names"},
      {"2 MB of noise, binary", [] { return binary_record("announced", noise(2 * megabyte)); },
       decode_errc::value_too_large,
       "value: has 2000000 bytes, and a hire event has at most 1048576: send what the contract "
       "names"},
      {"2 MB of spaces around an event",
       [] {
         return structured_record(std::string(2 * megabyte, ' ') +
                                  structured("announced", announced_data()));
       },
       decode_errc::value_too_large,
       "value: has 2000206 bytes, and a hire event has at most 1048576: send what the contract "
       "names"},
      {"2 MB that are no JSON", [] { return structured_record(std::string(2 * megabyte, 'x')); },
       decode_errc::value_too_large,
       "value: has 2000000 bytes, and a hire event has at most 1048576: send what the contract "
       "names"},
      {"2 MB of spaces around data, binary",
       [] { return binary_record("announced", std::string(2 * megabyte, ' ') + announced_data()); },
       decode_errc::value_too_large,
       "value: has 2000121 bytes, and a hire event has at most 1048576: send what the contract "
       "names"},
      {"too many arrays",
       [] { return announced_with(R"(,"x":[)" + repeated("[],", 2000) + "[]]"); },
       decode_errc::value_too_large,
       "/data/x: the event holds more than 1000 values: send what the contract names"},
      {"too many members",
       [] {
         std::string members = R"("m":0)";
         for (int number = 0; number < 2000; ++number)
           members += fmt::format(R"(,"m{}":0)", number);
         return announced_with(R"(,"x":{)" + members + "}");
       },
       decode_errc::value_too_large,
       "/data/x/m987: the event holds more than 1000 values: send what the contract names"},
      {"too many values", [] { return announced_with(R"(,"x":[)" + repeated("1,", 2000) + "1]"); },
       decode_errc::value_too_large,
       "/data/x: the event holds more than 1000 values: send what the contract names"},
  };
}

std::vector<bad_case> of_bytes() {
  return {
      {"noise", [] { return structured_record(noise(1000)); }, decode_errc::invalid_utf8,
       "value: is not UTF-8 at byte 1: encode it as UTF-8"},
      {"Latin-1", [] { return announced_with(",\"department\":\"B\xFCro\""); },
       decode_errc::invalid_utf8, "value: is not UTF-8 at byte 208: encode it as UTF-8"},
      {"overlong UTF-8", [] { return announced_with(",\"department\":\"\xC0\xAF\""); },
       decode_errc::invalid_utf8, "value: is not UTF-8 at byte 207: encode it as UTF-8"},
      {"empty", [] { return structured_record(""); }, decode_errc::not_json,
       "value: not JSON at byte 1: send one JSON object (RFC 8259), and nothing after it"},
      {"cut off", [] { return structured_record(R"({"specversion":"1.0")"); },
       decode_errc::not_json,
       "value: not JSON at byte 21: send one JSON object (RFC 8259), and nothing after it"},
      {"two documents",
       [] {
         const auto event = structured("announced", announced_data());
         return structured_record(event + event);
       },
       decode_errc::not_json,
       "value: not JSON at byte 207: send one JSON object (RFC 8259), and nothing after it"},
      {"raw NUL", [] { return structured_record(std::string("{\"a\":\"\0\"}", 9)); },
       decode_errc::not_json,
       "value: not JSON at byte 7: send one JSON object (RFC 8259), and nothing after it"},
      {"lone surrogate", [] { return announced_with(R"(,"department":"\ud800")"); },
       decode_errc::not_json,
       "value: not JSON at byte 213: send one JSON object (RFC 8259), and nothing after it"},
      {"NaN", [] { return announced_with(R"(,"revision":NaN)"); }, decode_errc::not_json,
       "value: not JSON at byte 204: send one JSON object (RFC 8259), and nothing after it"},
  };
}

std::vector<bad_case> of_documents() {
  return {
      {"100 000 arrays deep",
       [] { return announced_with(R"(,"x":)" + std::string(deep, '[') + std::string(deep, ']')); },
       decode_errc::too_deep, "/data/x/-/-/...: is nested deeper than 16 levels: send flat data"},
      {"100 000 objects deep",
       [] {
         return structured_record(repeated(R"({"data":)", deep) + "1" + std::string(deep, '}'));
       },
       decode_errc::too_deep,
       "/data/data/data/data/...: is nested deeper than 16 levels: send flat data"},
      {"100 000 deep and cut off", [] { return structured_record(std::string(deep, '[')); },
       decode_errc::not_json,
       "value: not JSON at byte 100001: send one JSON object (RFC 8259), and nothing after it"},
      {"duplicate attribute",
       [] {
         return structured_record(
             structured("announced", announced_data(), R"("id":"1","id":"2","source":"/hr")"));
       },
       decode_errc::duplicate_member,
       "/id: is there twice, and nobody can say which one counts: send it once"},
      {"duplicate member", [] { return announced_with(R"(,"surname":"King")"); },
       decode_errc::duplicate_member,
       "/data/surname: is there twice, and nobody can say which one counts: send it once"},
      {"duplicate member, binary",
       [] { return binary_record("announced", announced_data(R"(,"revision":1,"revision":2)")); },
       decode_errc::duplicate_member,
       "/revision: is there twice, and nobody can say which one counts: send it once"},
      {"two flaws, of which the first is told",
       [] { return announced_with(R"(,"surname":"King","revision":9223372036854775808)"); },
       decode_errc::duplicate_member,
       "/data/surname: is there twice, and nobody can say which one counts: send it once"},
      {"a number beyond 64 bits, alone",
       [] { return structured_record("123456789012345678901234567890"); },
       decode_errc::number_out_of_range,
       "/: is a number beyond 64 bits: send one up to 9223372036854775807"},
      {"revision beyond 63 bits",
       [] { return announced_with(R"(,"revision":9223372036854775808)"); },
       decode_errc::number_out_of_range,
       "/data/revision: is a number beyond 64 bits: send one up to 9223372036854775807"},
      {"revision of 30 digits",
       [] { return announced_with(R"(,"revision":123456789012345678901234567890)"); },
       decode_errc::number_out_of_range,
       "/data/revision: is a number beyond 64 bits: send one up to 9223372036854775807"},
      {"number beyond a double", [] { return announced_with(R"(,"revision":1e999)"); },
       decode_errc::number_out_of_range,
       "value: at byte 208 is a number that nothing can hold: send one up to "
       "9223372036854775807"},
      {"1 MB of a name",
       [] { return announced_with(R"(,"department":")" + std::string(megabyte, 'x') + "\""); },
       decode_errc::text_too_long,
       "/data/department: holds a text of more than 4096 bytes: no field is that long"},
      {"1 MB of a member's name",
       [] { return announced_with(",\"" + std::string(megabyte, 'x') + "\":1"); },
       decode_errc::text_too_long,
       "/data/(unreadable name): is far too long for a member's name: remove it"},
      {"an array", [] { return structured_record("[1,2]"); }, decode_errc::not_an_object,
       "value: is not a JSON object: send one CloudEvents 1.0 event"},
      {"a text", [] { return structured_record("\"event\""); }, decode_errc::not_an_object,
       "value: is not a JSON object: send one CloudEvents 1.0 event"},
  };
}

}  // namespace

const std::vector<bad_case>& bad_records() {
  static const std::vector<bad_case> cases = [] {
    auto all = of_values();
    for (auto& row : of_bytes()) all.push_back(std::move(row));
    for (auto& row : of_documents()) all.push_back(std::move(row));
    return all;
  }();
  return cases;
}

TEST(BadRecords, AreRefusedWithThePlaceAndTheCure) {
  expect_refused(bad_records());
}

}  // namespace daypass::hr
