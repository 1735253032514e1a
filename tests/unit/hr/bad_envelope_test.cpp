// Records whose CloudEvents envelope can't be used.
#include "bad_cases.hpp"
#include "events.hpp"

#include <gtest/gtest.h>

namespace daypass::hr {
namespace {

raw_event announced() {
  return binary_record("announced", announced_data());
}

raw_event attributes(std::string_view given) {
  return structured_record(structured("announced", announced_data(), given));
}

raw_event typed(std::string content_type) {
  return with(attributes(R"("id":"e-1","source":"/hr")"), "content-type", std::move(content_type));
}

raw_event again(raw_event record, std::string header) {
  record.headers.emplace_back(std::move(header), "e-2");
  return record;
}

std::vector<bad_case> of_forms_and_headers() {
  return {
      {"no headers",
       [] { return without(attributes(R"("id":"1","source":"/hr")"), "content-type"); },
       decode_errc::not_cloudevent,
       "header content-type: says no CloudEvents, and there are no ce_ headers: send "
       "application/cloudevents+json, or ce_ headers"},
      {"plain JSON", [] { return typed("application/json"); }, decode_errc::not_cloudevent,
       "header content-type: says no CloudEvents, and there are no ce_ headers: send "
       "application/cloudevents+json, or ce_ headers"},
      {"Avro", [] { return typed("application/cloudevents+avro"); },
       decode_errc::unsupported_content_type,
       "header content-type: is a CloudEvents form that is not read: send "
       "application/cloudevents+json, one event a record"},
      {"a batch", [] { return typed("application/cloudevents-batch+json"); },
       decode_errc::unsupported_content_type,
       "header content-type: is a CloudEvents form that is not read: send "
       "application/cloudevents+json, one event a record"},
      {"XML data", [] { return with(announced(), "content-type", "application/xml"); },
       decode_errc::unsupported_content_type,
       "header content-type: is not application/json: send data as JSON"},
      {"XML data, structured",
       [] { return attributes(R"("id":"1","source":"/hr","datacontenttype":"text/xml")"); },
       decode_errc::unsupported_content_type,
       "/datacontenttype: is not application/json: send data as JSON"},
      {"a number for the data's type",
       [] { return attributes(R"("id":"1","source":"/hr","datacontenttype":1)"); },
       decode_errc::unsupported_content_type,
       "/datacontenttype: is not application/json: send data as JSON"},
      {"id twice", [] { return again(announced(), "CE_ID"); }, decode_errc::duplicate_header,
       "header ce_id: is there twice, and nobody can say which one counts: send it once"},
      {"content-type twice",
       [] {
         auto record = typed("application/cloudevents+json");
         record.headers.emplace_back("Content-Type", "application/cloudevents+json");
         return record;
       },
       decode_errc::duplicate_header,
       "header content-type: is there twice, and nobody can say which one counts: send it once"},
      {"two headers at fault, of which the first is told",
       [] { return again(again(with(announced(), "ce_time", "\xFF"), "ce_id"), "ce_source"); },
       decode_errc::invalid_utf8, "header ce_time: is not UTF-8: encode it as UTF-8"},
      {"id not UTF-8", [] { return with(announced(), "ce_id", "\xFF"); }, decode_errc::invalid_utf8,
       "header ce_id: is not UTF-8: encode it as UTF-8"},
  };
}

std::vector<bad_case> of_attributes() {
  return {
      {"no id", [] { return without(announced(), "ce_id"); }, decode_errc::attribute_missing,
       "header ce_id: is missing: CloudEvents 1.0 requires it"},
      {"no type", [] { return without(announced(), "ce_type"); }, decode_errc::attribute_missing,
       "header ce_type: is missing: CloudEvents 1.0 requires it"},
      {"no source", [] { return attributes(R"("id":"e-1")"); }, decode_errc::attribute_missing,
       "/source: is missing: CloudEvents 1.0 requires it"},
      {"nothing but braces", [] { return structured_record("{}"); }, decode_errc::attribute_missing,
       "/type: is missing: CloudEvents 1.0 requires it"},
      {"no specversion",
       [] { return structured_record(R"({"type":"hr.hire.changed.v1","id":"1","source":"/hr"})"); },
       decode_errc::attribute_missing, "/specversion: is missing: CloudEvents 1.0 requires it"},
      {"type a number", [] { return structured_record(R"({"type":1})"); },
       decode_errc::attribute_malformed, "/type: is not a text: send a JSON string"},
      {"type empty", [] { return structured_record(R"({"type":""})"); },
       decode_errc::attribute_malformed, "/type: has 0 bytes: send 1 to 1024"},
      {"type empty, binary", [] { return with(announced(), "ce_type", ""); },
       decode_errc::attribute_malformed, "header ce_type: has 0 bytes: send 1 to 1024"},
      {"type null", [] { return structured_record(R"({"type":null})"); },
       decode_errc::attribute_missing, "/type: is missing: CloudEvents 1.0 requires it"},
      {"id a number", [] { return attributes(R"("id":1,"source":"/hr")"); },
       decode_errc::attribute_malformed, "/id: is not a text: send a JSON string"},
      {"id empty", [] { return attributes(R"("id":"","source":"/hr")"); },
       decode_errc::attribute_malformed, "/id: has 0 bytes: send 1 to 1024"},
      {"id long", [] { return with(announced(), "ce_id", std::string(2000, 'x')); },
       decode_errc::attribute_malformed, "header ce_id: has 2000 bytes: send 1 to 1024"},
      {"id with a NUL", [] { return attributes(R"("id":"e\u0000","source":"/hr")"); },
       decode_errc::attribute_malformed, "/id: has control characters: remove them"},
      {"specversion 0.3", [] { return with(announced(), "ce_specversion", "0.3"); },
       decode_errc::unsupported_specversion,
       "header ce_specversion: is not 1.0: send CloudEvents 1.0"},
      {"a stranger's source", [] { return attributes(R"("id":"e-1","source":"/evil")"); },
       decode_errc::source_not_allowed,
       "source: is not on the list of sources that may announce hires: have the operators add it, "
       "or correct it"},
      {"a longer source", [] { return with(announced(), "ce_source", "/hr/"); },
       decode_errc::source_not_allowed,
       "source: is not on the list of sources that may announce hires: have the operators add it, "
       "or correct it"},
  };
}

std::vector<bad_case> of_data_and_time() {
  return {
      {"no data",
       [] {
         return structured_record(R"({"specversion":"1.0","type":"hr.hire.changed.v1",)"
                                  R"("id":"1","source":"/hr"})");
       },
       decode_errc::data_missing, "/data: is missing: send what the contract names"},
      {"empty value", [] { return binary_record("changed", " "); }, decode_errc::data_missing,
       "value: is empty: send what the contract names"},
      {"data in base64",
       [] { return attributes(R"("id":"e-1","source":"/hr","data_base64":"e30=")"); },
       decode_errc::data_encoded,
       "/data_base64: encoded data is not read: send a JSON object as data"},
      {"data a text", [] { return structured_record(structured("changed", "\"{}\"")); },
       decode_errc::not_an_object, "/data: is not a JSON object: send the members of the contract"},
      {"data null", [] { return structured_record(structured("changed", "null")); },
       decode_errc::not_an_object, "/data: is not a JSON object: send the members of the contract"},
      {"data an array", [] { return binary_record("changed", "[]"); }, decode_errc::not_an_object,
       "value: is not a JSON object: send the members of the contract"},
      {"no time", [] { return binary_record("announced", announced_data(""), "/hr/timed"); },
       decode_errc::time_missing,
       "header ce_time: is missing, and events of this source are ordered by it: send when it "
       "happened (RFC 3339)"},
      {"time without offset",
       [] { return attributes(R"("id":"1","source":"/hr/timed","time":"2026-11-21T09:00:00")"); },
       decode_errc::time_malformed,
       "/time: malformed timestamp: write RFC 3339 with an offset or Z"},
      {"time a number", [] { return attributes(R"("id":"1","source":"/hr/timed","time":1)"); },
       decode_errc::time_malformed,
       "/time: malformed timestamp: write RFC 3339 with an offset or Z"},
      {"time the day after tomorrow",
       [] { return attributes(R"("id":"1","source":"/hr/timed","time":"2026-11-22T12:00:01Z")"); },
       decode_errc::time_in_future,
       "/time: is more than 24 hours ahead of the event's arrival: check the clock and the offset "
       "of the sender"},
  };
}

}  // namespace

const std::vector<bad_case>& bad_envelopes() {
  static const std::vector<bad_case> cases = [] {
    auto all = of_forms_and_headers();
    for (auto& row : of_attributes()) all.push_back(std::move(row));
    for (auto& row : of_data_and_time()) all.push_back(std::move(row));
    return all;
  }();
  return cases;
}

TEST(BadEnvelopes, AreRefusedWithThePlaceAndTheCure) {
  expect_refused(bad_envelopes());
}

}  // namespace daypass::hr
