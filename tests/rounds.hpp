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

constexpr int rounds(int all) {
#ifdef PAIDAN_SANITIZED
  return (all + 2) / 3;
#else
  return all;
#endif
}

}  // namespace paidan::test
