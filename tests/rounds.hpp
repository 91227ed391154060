// How often a long test repeats itself. Under sanitizers a round takes ten times as long and what they look for shows
// in the first ones: a third of them is enough there. Compiled for release, all are played.
#pragma once

namespace paidan::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PAIDAN_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PAIDAN_SANITIZED 1
#endif
#endif

#ifdef PAIDAN_SANITIZED
inline constexpr int one_of = 3;
#else
inline constexpr int one_of = 1;
#endif

constexpr int rounds(int all) { return (all + one_of - 1) / one_of; }
constexpr bool is_played(int number) { return number % one_of == 0; }  // of cases that are told apart by number

}  // namespace paidan::test
