// How often a long test repeats itself. Under sanitizers a round takes ten times as long and what they look for shows
// in the first ones: a third of them is enough there. Compiled for release, all are played.
#pragma once

namespace paidan {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PAIDAN_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PAIDAN_SANITIZED 1
#endif
#endif

#ifdef PAIDAN_SANITIZED
inline constexpr int test_one_of = 3;
#else
inline constexpr int test_one_of = 1;
#endif

constexpr int test_rounds(int all) { return (all + test_one_of - 1) / test_one_of; }
constexpr bool is_test_played(int number) {
  return number % test_one_of == 0;
}  // of cases that are told apart by number

}  // namespace paidan
