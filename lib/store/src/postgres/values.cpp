#include "values.hpp"

#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <cstring>

namespace daypass::store::postgres {
namespace {

template <typename T>
void put_number(std::string& into, T value) {
  for (unsigned shift = sizeof(T) * 8; shift > 0; shift -= 8) {
    into += static_cast<char>((value >> (shift - 8)) & 0xFF);
  }
}

}  // namespace

void column::add(std::int64_t value) {
  put_number(elements_, std::uint32_t{sizeof(value)});
  put_number(elements_, static_cast<std::uint64_t>(value));
  ++count_;
}

void column::add(std::string_view bytes) {
  put_number(elements_, static_cast<std::uint32_t>(bytes.size()));
  elements_ += bytes;
  ++count_;
}

void column::add_flag(bool value) {
  add(std::string_view(value ? "\1" : "\0", 1));
}

void column::add_null() {
  put_number(elements_, ~std::uint32_t{0});
  has_null_ = true;
  ++count_;
}

std::string column::encoded() const {
  std::string array;
  put_number(array, std::uint32_t{empty() ? 0U : 1U});
  put_number(array, std::uint32_t{has_null_ ? 1U : 0U});
  put_number(array, std::uint32_t{static_cast<std::uint8_t>(kind_)});
  if (empty()) return array;
  put_number(array, count_);
  put_number(array, std::uint32_t{1});
  return array + elements_;
}

void parameters::add(bool value) {
  add(std::string_view(value ? "\1" : "\0", 1));
}

void parameters::add(std::int64_t value) {
  put_number(bytes_, static_cast<std::uint64_t>(value));
  sizes_.push_back(sizeof(value));
}

void parameters::add(std::string_view bytes) {
  bytes_ += bytes;
  sizes_.push_back(static_cast<int>(bytes.size()));
}

void parameters::lay_out(std::vector<const char*>& values, std::vector<int>& lengths,
                         std::vector<int>& formats) const {
  values.clear();
  lengths.clear();
  const char* next = bytes_.data();
  for (const int size : sizes_) {
    values.push_back(size == absent ? nullptr : next);
    lengths.push_back(size == absent ? 0 : size);
    if (size != absent) next += size;
  }
  formats.assign(sizes_.size(), 1);
}

void result_closer::operator()(pg_result* handle) const {
  PQclear(handle);
}

int reply::rows() const {
  return PQntuples(handle_.get());
}

std::uint64_t reply::changed() const {
  const std::string_view told = PQcmdTuples(handle_.get());
  std::uint64_t count = 0;
  std::from_chars(told.data(), told.data() + told.size(), count);
  return count;
}

bool reply::is_null(int row, int field) const {
  return PQgetisnull(handle_.get(), row, field) == 1;
}

std::int64_t reply::integer(int row, int field) const {
  const std::string_view bytes = text(row, field);
  if (bytes.size() != sizeof(std::int64_t)) return 0;
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(value);
}

bool reply::flag(int row, int field) const {
  return text(row, field) == std::string_view("\1", 1);
}

std::string_view reply::text(int row, int field) const {
  const auto size = static_cast<std::size_t>(PQgetlength(handle_.get(), row, field));
  return {PQgetvalue(handle_.get(), row, field), size};
}

std::optional<instant> reply::at(int row, int field) const {
  if (is_null(row, field)) return std::nullopt;
  return instant(duration(integer(row, field)));
}

std::optional<std::string> reply::optional_text(int row, int field) const {
  if (is_null(row, field)) return std::nullopt;
  return std::string(text(row, field));
}

}  // namespace daypass::store::postgres
