#include "integration/net/hostile_answer.hpp"

#include <array>

namespace daypass::net::testing {
namespace {

using namespace std::string_literals;

const std::string ok = "HTTP/1.1 200 OK\r\n";
const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
const std::string chunk_of_16k = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";

constexpr auto header = net_errc::header_too_large;
constexpr auto body = net_errc::body_too_large;
constexpr auto bad = net_errc::bad_reply;

constexpr std::size_t mebibyte = 1024UL * 1024;
constexpr std::size_t usual_body_max = 4 * mebibyte;

const auto too_large = std::to_array<hostile_answer>({
    {"HeaderAboveTheLimit", header, ok + "X: " + std::string(17'000, 'x') + "\r\n\r\n"},
    {"HeaderLineWithoutEnd", header, ok + "X: ", "x", without_end},
    {"HeaderNameWithoutEnd", header, ok, "x", without_end},
    {"StatusLineWithoutEnd", header, "HTTP/1.1 200 ", "x", without_end},
    {"TenThousandHeaders", header, ok, "A: b\r\n", 10'000},
    {"HeadersWithoutEnd", header, ok, "A:\r\n", without_end},
    {"FoldedHeaderWithoutEnd", header, ok + "X: a\r\n", " b\r\n", without_end},
    {"ContinueWithoutEnd", header, "", "HTTP/1.1 100 Continue\r\n\r\n", without_end},
    {"HintsWithoutEnd", header, "", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", without_end},
    {"ChunkSizeWithoutEnd", header, chunked, "0", without_end},
    {"ChunkExtensionWithoutEnd", header, chunked + "1;", "x", without_end},
    {"TrailersWithoutEnd", header, chunked + "0\r\n", "A: b\r\n", without_end},
    {"AnnouncedBody", body, ok + "Content-Length: 65537\r\n\r\n"},
    {"AnnouncedBodyOfMost", body, ok + "Content-Length: 18446744073709551615\r\n\r\n"},
    {"AnnouncedBodyAboveTheUsual", body, ok + "Content-Length: 4194305\r\n\r\n", "", 0,
     usual_body_max},
    {"ChunkBomb", body, chunked + "FFFFFFFF\r\nxxxxx"},
    {"ChunkBombOfMost", body, chunked + "FFFFFFFFFFFFFFFF\r\nxxxxx"},
    {"ChunksWithoutEnd", body, chunked, chunk_of_16k, without_end},
    {"ChunksOfOneByteWithoutEnd", body, chunked, "1\r\nx\r\n", without_end},
    {"ChunksOfOneByteWithLongExtensions", body, chunked,
     "1;" + std::string(8000, 'x') + "\r\nx\r\n", without_end, 200},
    {"BodyWithoutLengthOrEnd", body, ok + "\r\n", "x", without_end},
    {"ChunksAboveTheUsual", body, chunked, chunk_of_16k, without_end, usual_body_max, 9 * mebibyte},
    {"BodyWithoutLengthAboveTheUsual", body, ok + "\r\n", "x", without_end, usual_body_max,
     9 * mebibyte},
});

const auto two_way = std::to_array<hostile_answer>({
    {"TwoLengths", bad, ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"},
    {"ListOfLengths", bad, ok + "Content-Length: 1, 2\r\n\r\nab"},
    {"LengthAndChunks", bad,
     ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"ChunksAndLength", bad,
     ok + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"},
    {"ChunksTwice", bad,
     ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"ChunksInAList", bad, ok + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"},
    {"ChunksThenIdentity", bad,
     ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"},
    {"CompressedChunks", bad, ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
    {"FoldedChunks", bad, ok + "Transfer-Encoding: gzip,\r\n chunked\r\n\r\n0\r\n\r\n"},
    {"UnknownCoding", bad, ok + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
    {"SpaceBeforeTheColon", bad, ok + "Content-Length : 5\r\n\r\nhello"},
    {"LengthWithSign", bad, ok + "Content-Length: +5\r\n\r\nhello"},
    {"NegativeLength", bad, ok + "Content-Length: -5\r\n\r\nhello"},
    {"LengthInHex", bad, ok + "Content-Length: 0x5\r\n\r\nhello"},
    {"LengthThatOverflows", bad, ok + "Content-Length: 18446744073709551621\r\n\r\nhello"},
    {"LengthThatIsNone", bad, ok + "Content-Length: \r\n\r\nhello"},
    {"ChunkSizeThatOverflows", bad, chunked + "10000000000000005\r\nhello\r\n0\r\n\r\n"},
    {"NegativeChunkSize", bad, chunked + "-5\r\nhello\r\n0\r\n\r\n"},
    {"ChunkSizeWithPrefix", bad, chunked + "0x5\r\nhello\r\n0\r\n\r\n"},
    {"ChunkSizeAfterSpace", bad, chunked + " 5\r\nhello\r\n0\r\n\r\n"},
    {"ChunkSizeThatIsNone", bad, chunked + "\r\nhello\r\n0\r\n\r\n"},
    {"ChunkLongerThanItSays", bad, chunked + "3\r\nhello\r\n0\r\n\r\n"},
    {"ChunkShorterThanItSays", bad, chunked + "7\r\nhello\r\n0\r\n\r\n"},
    {"LengthInTrailers", bad, chunked + "2\r\nok\r\n0\r\nContent-Length: 9\r\n\r\n"},
    {"NulInAHeader", bad, ok + "X: a\0b\r\n\r\n"s},
    {"NulInAHeaderName", bad, ok + "X\0Y: a\r\n\r\n"s},
    {"BareReturnInAHeader", bad, ok + "X: a\rContent-Length: 5\r\n\r\nhello"},
    {"BareLineFeedInAHeader", bad, ok + "X: a\nContent-Length: 5\r\n\r\nhello"},
    {"HeaderWithoutColon", bad, ok + "Content-Length\r\n\r\n"},
    {"HeaderWithoutName", bad, ok + ": 5\r\n\r\n"},
});

const auto malformed = std::to_array<hostile_answer>({
    {"EmptyLinesWithoutEnd", bad, "", "\r\n", without_end},
    {"Http09", bad, "<html>hello</html>\r\n\r\n"},
    {"Http2", bad, "HTTP/2 200\r\n\r\n"},
    {"Http20", bad, "HTTP/2.0 200 OK\r\n\r\n"},
    {"OtherProtocol", bad, "ICY 200 OK\r\n\r\n"},
    {"LowerCase", bad, "http/1.1 200 OK\r\n\r\n"},
    {"StatusOnly", bad, "200 OK\r\n\r\n"},
    {"NoStatus", bad, "HTTP/1.1 OK\r\n\r\n"},
    {"StatusTooShort", bad, "HTTP/1.1 20 OK\r\n\r\n"},
    {"StatusTooLong", bad, "HTTP/1.1 2000 OK\r\n\r\n"},
    {"StatusWithSign", bad, "HTTP/1.1 -20 OK\r\n\r\n"},
    {"StatusAfterTwoSpaces", bad, "HTTP/1.1  200 OK\r\n\r\n"},
    {"StatusZero", bad, "HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n"},
    {"StatusBelowAll", bad, "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n"},
    {"StatusAboveAll", bad, "HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n"},
    {"SwitchNobodyAskedFor", bad,
     "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"},
    {"NulInTheReason", bad, "HTTP/1.1 200 O\0K\r\n\r\n"s},
    {"AQuery", bad, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"},
    {"Http2Preface", bad, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
});

}  // namespace

std::span<const hostile_answer> too_large_answers() {
  return too_large;
}

std::span<const hostile_answer> two_way_answers() {
  return two_way;
}

std::span<const hostile_answer> malformed_answers() {
  return malformed;
}

}  // namespace daypass::net::testing
