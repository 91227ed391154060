#include "paidan/transport/matcher.hpp"

#include <doctest/doctest.h>

#include "transport/matcher_ledger.hpp"

using namespace paidan;
using namespace paidan::transport;
using namespace paidan::transport::test;

TEST_CASE("a new order takes the last place and the cheapest other waits") {
  TransportProblem problem;
  const LeafId tuesday = problem.add_leaf(1), unserved = problem.add_leaf(unbounded);
  problem.add_order(1, std::vector<Edge>{{tuesday, Cost(10)}, {unserved, Cost(100)}});
  Matcher matcher(problem);
  const Change change = matcher.add_order(1, std::vector<Edge>{{tuesday, Cost(20)}, {unserved, Cost(500)}});
  CHECK(change.order == OrderId(1));
  CHECK(change.moves == std::vector<Move>{{OrderId(0), tuesday, unserved, 1}, {OrderId(1), LeafId{}, tuesday, 1}});
  CHECK(change.objective_change == 110);
  CHECK(matcher.objective() == 120);
  CHECK(matcher.value(OrderId(1)) - Cost(20) == matcher.price(tuesday));
  CHECK(matcher.price(tuesday) >= Cost(90));  // what one more place would save
  const Change gone = matcher.withdraw(OrderId(1));
  CHECK(gone.moves == std::vector<Move>{{OrderId(0), unserved, tuesday, 1}, {OrderId(1), tuesday, LeafId{}, 1}});
  CHECK(matcher.objective() == 10);
  CHECK(matcher.orders() == std::vector<OrderId>{OrderId(0)});
}

TEST_CASE("an accepted order stays where it is") {
  TransportProblem problem;
  const LeafId tuesday = problem.add_leaf(1), unserved = problem.add_leaf(unbounded);
  problem.add_order(1, std::vector<Edge>{{tuesday, Cost(10)}, {unserved, Cost(100)}});
  Matcher matcher(problem);
  matcher.accept(OrderId(0));
  CHECK(matcher.is_accepted(OrderId(0)));
  SUBCASE("the dearer order waits") {
    CHECK(matcher.add_order(1, std::vector<Edge>{{tuesday, Cost(20)}, {unserved, Cost(500)}}).moves.size() == 1);
    CHECK(matcher.placements(OrderId(1)) == std::vector<LeafUnits>{{unserved, 1}});
    SUBCASE("until the first is released") {
      CHECK(matcher.release(OrderId(0)).moves.size() == 2);
      CHECK(matcher.placements(OrderId(0)) == std::vector<LeafUnits>{{unserved, 1}});
    }
  }
  SUBCASE("an order that cannot wait is refused, and told because of whom") {
    const Change change = matcher.add_order(1, std::vector<Edge>{{tuesday, Cost(20)}});
    CHECK_FALSE(change.applied());
    CHECK_FALSE(change.order.has_value());
    CHECK(change.witness == std::vector<OrderId>{OrderId(0)});
    CHECK(matcher.order_count() == 1);
  }
  SUBCASE("neither its leaf nor its place can be taken away") {
    CHECK(matcher.forbid(OrderId(0), tuesday).witness == std::vector<OrderId>{OrderId(0)});
    CHECK_FALSE(matcher.set_capacity(tuesday, 0).applied());
    CHECK(matcher.placements(OrderId(0)) == std::vector<LeafUnits>{{tuesday, 1}});
  }
  SUBCASE("a better leaf is of no use to it before it is released") {
    CHECK(matcher.set_cost(OrderId(0), unserved, Cost(1)).moves.empty());
    CHECK(matcher.objective() == 10);
    CHECK(matcher.release(OrderId(0)).moves == std::vector<Move>{{OrderId(0), tuesday, unserved, 1}});
  }
  check_certified(matcher);
}

TEST_CASE("a published order moves only for more than the disruption") {
  TransportProblem problem;
  const LeafId morning = problem.add_leaf(1), evening = problem.add_leaf(5);
  problem.add_order(1, std::vector<Edge>{{morning, Cost(10)}, {evening, Cost(12)}});
  Matcher matcher(problem, MatcherOptions{Cost(30)});
  CHECK(matcher.publish_all().moves.empty());
  CHECK(matcher.objective() == 10);
  // It would cost 2 + 30 to make room; elsewhere costs the newcomer 31 more: it goes elsewhere.
  CHECK(matcher.add_order(1, std::vector<Edge>{{morning, Cost(10)}, {evening, Cost(41)}}).moves.size() == 1);
  CHECK(matcher.withdraw(OrderId(1)).applied());
  // 33 more: room is made.
  CHECK(matcher.add_order(1, std::vector<Edge>{{morning, Cost(10)}, {evening, Cost(43)}}).moves.size() == 2);
  CHECK(matcher.objective() == 10 + 12 + 30);
  CHECK(matcher.disruption() == 30);
  // Told of the evening, it stays there for as long as the morning is not 30 better.
  CHECK(matcher.publish(OrderId(0)).moves.empty());
  CHECK(matcher.disruption() == 0);
  CHECK(matcher.withdraw(OrderId(2)).moves.size() == 1);
  CHECK(matcher.placements(OrderId(0)) == std::vector<LeafUnits>{{evening, 1}});
  check_certified(matcher);
}

TEST_CASE("an order split between an old and a new place is told of both, and then both cost the same") {
  TransportProblem problem;
  const LeafId a = problem.add_leaf(4), b = problem.add_leaf(4);
  problem.add_order(4, std::vector<Edge>{{a, Cost(10)}, {b, Cost(5)}});
  Matcher matcher(problem, MatcherOptions{Cost(20)});  // at b
  matcher.publish(OrderId(0));
  matcher.set_capacity(b, 2);
  CHECK(matcher.placements(OrderId(0)) == std::vector<LeafUnits>{{a, 2}, {b, 2}});
  CHECK(matcher.disruption() == 40);
  matcher.publish(OrderId(0));
  CHECK(matcher.disruption() == 0);
  CHECK(matcher.set_capacity(b, 4).moves == std::vector<Move>{{OrderId(0), a, b, 2}});
  check_certified(matcher);
}

TEST_CASE("what makes no sense is an error and changes nothing") {
  TransportProblem problem;
  const LeafId a = problem.add_leaf(2), b = problem.add_leaf(2);
  problem.add_order(1, std::vector<Edge>{{a, Cost(10)}});
  problem.add_order(1, std::vector<Edge>{{a, Cost(10)}, {b, Cost(20)}});
  Matcher matcher(problem);
  matcher.withdraw(OrderId(0));
  const auto objective = matcher.objective();
  const auto far = Cost(std::int64_t{1} << 61);
  CHECK_THROWS_WITH(matcher.withdraw(OrderId(0)), doctest::Contains("no order 0"));
  CHECK_THROWS_WITH(matcher.withdraw(OrderId(7)), doctest::Contains("no order 7"));
  CHECK_THROWS_WITH(matcher.forbid(OrderId(1), LeafId(9)), doctest::Contains("no edge to leaf 9"));
  CHECK_THROWS_WITH(matcher.add_edge(OrderId(1), b, Cost(1)), doctest::Contains("already"));
  CHECK_THROWS_WITH(matcher.add_edge(OrderId(1), LeafId(2), Cost(1)), doctest::Contains("expected below 2"));
  CHECK_THROWS_WITH(matcher.set_cost(OrderId(1), b, far), doctest::Contains("2^60"));
  CHECK_THROWS_WITH(matcher.add_order(0, std::vector<Edge>{{a, Cost(1)}}), doctest::Contains("demand of 0"));
  CHECK_THROWS_WITH(matcher.add_order(1, std::vector<Edge>{{a, Cost(1)}, {a, Cost(2)}}),
                    doctest::Contains("two edges"));
  CHECK_THROWS_WITH(matcher.add_order(1, std::vector<Edge>{{a, Cost(0)}, {b, far}}), doctest::Contains("2^60"));
  CHECK_THROWS_WITH(matcher.set_capacity(a, -1), doctest::Contains("-1 units"));
  CHECK_THROWS_WITH(matcher.set_segments(a, std::vector<Segment>{{1, Cost(5)}, {1, Cost(4)}}),
                    doctest::Contains("convex"));
  CHECK_THROWS_WITH(matcher.set_segments(a, std::vector<Segment>{{1, far}}), doctest::Contains("2^60"));
  CHECK(matcher.objective() == objective);
  check_certified(matcher);
}

TEST_CASE("a Matcher starts from an optimum only") {
  TransportProblem problem;
  const LeafId a = problem.add_leaf(1), b = problem.add_leaf(1);
  problem.add_order(1, std::vector<Edge>{{a, Cost(10)}, {b, Cost(20)}});
  Solution solution = solve(problem);
  CHECK(Matcher(problem, solution).objective() == 10);
  solution.placements[0].edge = EdgeId(1);
  CHECK_THROWS_WITH(Matcher(problem, solution), doctest::Contains("not optimal"));
  CHECK_THROWS_AS(Matcher(problem, MatcherOptions{Cost(-1)}), Error);
  problem.set_segments(a, {});
  problem.set_segments(b, {});
  CHECK_THROWS_AS(Matcher{problem}, Error);
}
