// Who is paid by which fund: claims in the turn of urgency, each paid whole by the first fund that can.
#include <algorithm>
#include <span>
#include <tuple>

#include "paidan/dispatch/work_list.hpp"

namespace paidan::dispatch {
namespace {

// What an order claims, copied out: claims come in another order than the demands lie in memory.
struct Claim {
  Priority priority{};
  Instant submitted;
  std::uint32_t order = 0;
  ItemId item;
  CommunityId community;
  Money price;
};

// Claims of the priced orders that `wants(order index)`, in the turn in which they are given money.
template <class Wants>
std::vector<Claim> claims_of(const Street& street, const WorkList& list, Wants&& wants) {
  std::vector<Claim> claims;
  for (std::uint32_t i = 0; i < list.orders.size(); ++i) {
    const WorkOrder& order = list.orders[WorkOrderId(i)];
    const Demand& d = street.demands[order.first];
    const Money unit_price = street.menu[d.item].unit_price;
    if (unit_price == Money(0) || !wants(i)) continue;
    claims.push_back({order.priority, d.submitted().value_or(street.period_start), i, d.item, d.community,
                      unit_price * order.units});
  }
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::tie(a.priority, a.submitted, a.order) < std::tie(b.priority, b.submitted, b.order);
  });
  return claims;
}

bool covers(const Fund& fund, Category category) {
  return fund.categories.empty() || std::binary_search(fund.categories.begin(), fund.categories.end(), category);
}
bool covers(const Fund& fund, CommunityId community) {
  return fund.communities.empty() || std::binary_search(fund.communities.begin(), fund.communities.end(), community);
}

// The funds that may pay for an item in a community, preferred first; found once for each pair that is asked for.
class PayingFunds {
 public:
  explicit PayingFunds(const Street& street)
      : street_(street), row_(street.menu.size() * street.communities.size(), unknown) {}

  std::span<const FundId> of(ItemId item, CommunityId community) {
    std::uint32_t& row = row_[item.index() * street_.communities.size() + community.index()];
    if (row == unknown) {
      row = static_cast<std::uint32_t>(end_.size());
      for (const FundId f : street_.menu[item].funds) {
        const Fund& fund = street_.funds[f];
        if (covers(fund, street_.menu[item].category) && covers(fund, community)) funds_.push_back(f);
      }
      end_.push_back(funds_.size());
    }
    const std::size_t first = row == 0 ? 0 : end_[row - 1];
    return std::span(funds_).subspan(first, end_[row] - first);
  }

  // The first fund that can pay all of the claim, or none; `refused(fund, lacking)` for those that cannot.
  template <class Refused>
  FundId first_able(const Claim& claim, const std::vector<Money>& left, Refused&& refused) {
    for (const FundId f : of(claim.item, claim.community)) {
      if (left[f.index()] >= claim.price) return f;
      refused(f, claim.price - left[f.index()]);
    }
    return {};
  }

 private:
  static constexpr std::uint32_t unknown = UINT32_MAX;

  const Street& street_;
  std::vector<std::uint32_t> row_;
  std::vector<std::size_t> end_;  // by row
  std::vector<FundId> funds_;
};

}  // namespace

void fund(const Street& street, WorkList& list, const std::vector<bool>& servable) {
  PayingFunds paying(street);
  const auto wants = [&](std::uint32_t i) { return servable[i] && !list.orders[WorkOrderId(i)].screened; };
  for (const Claim& claim : claims_of(street, list, wants)) {
    WorkOrder& order = list.orders[WorkOrderId(claim.order)];
    order.fund = paying.first_able(claim, list.fund_left, [](FundId, Money) {});
    if (order.fund.has_value()) {
      list.fund_left[order.fund.index()] -= claim.price;
    } else {
      order.screened = Reason::fund_exhausted;
    }
  }
}

std::size_t uncovered(const Street& street, const WorkOrder& order, FundId id) {
  const Demand& demand = street.demands[order.first];
  const Fund& fund = street.funds[id];
  return (covers(fund, street.menu[demand.item].category) ? std::size_t{0} : 1) +
         (covers(fund, demand.community) ? std::size_t{0} : 1);
}

std::optional<Money> least_budget(const Street& street, const WorkList& list, WorkOrderId asked, FundId fund) {
  constexpr int exact_steps = 200;
  PayingFunds paying(street);
  std::vector<Claim> claims = claims_of(street, list, [&](std::uint32_t i) {
    const WorkOrder& order = list.orders[WorkOrderId(i)];
    return order.fund.has_value() || order.screened == Reason::fund_exhausted;
  });
  const auto own = std::find_if(claims.begin(), claims.end(), [&](const Claim& c) { return c.order == asked.value(); });
  if (own == claims.end()) return std::nullopt;
  claims.erase(own + 1, claims.end());
  Money extra{0};
  for (int step = 0;; ++step) {
    std::vector<Money> left;
    for (const Fund& f : street.funds) left.push_back(f.budget);
    left[fund.index()] += extra;
    std::optional<Money> next;
    for (const Claim& claim : claims) {
      const bool is_own = claim.order == asked.value();
      const FundId payer = paying.first_able(claim, left, [&](FundId f, Money lacking) {
        if (f == fund && (is_own || step < exact_steps)) next = next ? std::min(*next, lacking) : lacking;
      });
      if (payer.has_value() && is_own) return extra;
      if (payer.has_value()) left[payer.index()] -= claim.price;
    }
    if (!next) return std::nullopt;
    extra += *next;
  }
}

}  // namespace paidan::dispatch
