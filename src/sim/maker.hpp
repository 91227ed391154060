// What all families of synthetic streets are made with: one menu, local times, points nearby, people and their shifts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "paidan/core/random.hpp"
#include "paidan/model/street.hpp"

namespace paidan::sim {

class Maker {
 public:
  // An empty street over `days` days from midnight of `monday`, Chinese time.
  Maker(Random& random, Date monday, int days);

  [[nodiscard]] Instant at(int day, int hour, int minute) const;
  [[nodiscard]] GeoPoint near(GeoPoint p, std::int64_t metres);  // in the square of twice that side around p
  [[nodiscard]] ItemId item(std::string_view code) const;

  // The menu that every family orders from. Priced items for the elderly are paid by `service` first, others by
  // `autonomy` first.
  void add_menu(const std::vector<FundId>& autonomy, const std::vector<FundId>& service);
  // `skills` separated by ;  Certificates, languages and gender are drawn.
  WorkerId add_worker(OrganisationId organisation, std::string_view skills, GeoPoint home);
  void add_shift(WorkerId worker, int day, int from_hour, int to_hour, Units units);
  // A demand's wishes for a language, a gender or one of `organisations` organisations from `first` on.
  void add_wishes(Demand& demand, OrganisationId first, std::size_t organisations);
  void add_past_service(const Demand& demand, OrganisationId organisation);

  Street street;

 protected:
  Random& random_;
  Date monday_;
  int days_;

 private:
  TermListId single_term(std::string_view term);
};

}  // namespace paidan::sim
