// Simulation: a street's day played out under one way of dispatching.
//
// A simulated *day* is one independent draw of everything that may happen in the street's period (a day for a storm
// morning, a week for a week's bundle): the demands that come, and for each order, whatever becomes of it, whether the
// resident will be there, how long travel and service will take, and which organisations would send it back. All of it
// is drawn before anybody dispatches, so every way of dispatching meets the same day (common random numbers).
//
// Dispatching then follows the clock: a rule sees the orders that have come, and what is left of the capacities; what
// it gives out is offered to the organisation at once, and an order that is sent back is dispatched again without that
// organisation. At the end the visits are played out worker by worker. Funding and merging follow the whole day's work
// list and are the same for every way of dispatching.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "paidan/policy/allocation.hpp"
#include "paidan/sim/arrivals.hpp"

namespace paidan::sim {

// When a rule dispatches, and what it may touch.
struct Dispatching {
  enum class Timing : std::uint8_t {
    batches,    // every `every` minutes, all orders that wait
    immediate,  // each order by itself, in the minute it comes
    hindsight,  // once, knowing the whole day: nobody can, but it shows what was possible
  };
  enum class Planned : std::uint8_t {
    keep,    // what is dispatched stays dispatched
    replan,  // what has not begun may move with every batch
  };
  std::string name;  // as asked for: fcfs, min_cost@60m
  std::shared_ptr<const policy::AllocationPolicy> rule;
  Timing timing = Timing::batches;
  Minutes every{60};
  Planned planned = Planned::keep;
};

// RULE[@immediate | @hindsight | @<number>m | @<number>h | @<number>d][+replan]; without @ batches every `every`
// minutes. Throws `Error` that says what was expected.
[[nodiscard]] Dispatching parse_dispatching(std::string_view text, const policy::AllocationRegistry& rules,
                                            Minutes every = Minutes(60));

// "30m", "4h", "1d" as minutes; nothing for any other text.
[[nodiscard]] std::optional<Minutes> parse_length(std::string_view text);

// How much chance there is beside the arrivals. Percentages; standard deviations for durations.
struct Chance {
  std::uint32_t load_percent = 100;  // of the arrival rates
  unsigned decline_percent = 5;      // an organisation sends an order back
  unsigned no_show_percent = 3;      // nobody is at home: the place is used up, the order not served
  unsigned service_spread = 25;      // of the item's minutes
  unsigned travel_spread = 30;       // of distance ÷ speed
  std::int64_t metres_a_minute = 250;
};

// One drawn day, ready to be dispatched.
struct Day {
  struct Order {
    Instant arrival;
    bool shows = true;
    std::int32_t service_percent = 100, travel_percent = 100;  // of the expected durations
  };
  Street street;
  WorkList list;
  policy::Compiled compiled;
  std::vector<Order> orders;  // by transport::OrderId
  // By edge: the last minute in which the order can still be given to the leaf, and whether the organisation would
  // send it back.
  std::vector<Instant> last_minute;
  std::vector<bool> declined;

  // What was possible, known afterwards: over the orders whose resident is there, without the edges that are declined.
  WideCost best_objective = 0;
  Units most_served = 0;
};

struct Visit {
  transport::OrderId order;
  transport::EdgeId edge;
  Units units = 0;
  Instant told;
  Instant start, end;            // of the service; played out
  std::optional<Metres> travel;  // from where the worker was; none: a session, or an unknown place
  bool served = true;            // false: nobody was there
};

struct Outcome {
  std::vector<Visit> visits;  // by edge
  Units offered = 0, declined = 0;
  Units dispatched = 0, moved = 0;  // units told a place; that lost it to a new plan later
  double seconds = 0;               // spent in the rule
};

// A street prepared for many days: its fitted arrivals and, for rules that look ahead, its typical day.
class Simulator {
 public:
  // `street` must outlive this. Throws `Error` for what `policy::compile` refuses.
  Simulator(const Street& street, const policy::Policy& policy, const Chance& chance, std::uint64_t seed);
  ~Simulator();

  [[nodiscard]] Day day(std::uint64_t index) const;
  // The same index and seed for every way of dispatching. Thread-safe, as `day` is.
  [[nodiscard]] Outcome play(const Day& day, std::uint64_t index, const Dispatching& dispatching) const;
  [[nodiscard]] const ArrivalModel& arrivals() const noexcept { return arrivals_; }

 private:
  struct Typical;
  const Street& street_;
  policy::Policy policy_;
  Chance chance_;
  std::uint64_t seed_;
  ArrivalModel arrivals_;
  std::unique_ptr<Typical> typical_;
};

}  // namespace paidan::sim
