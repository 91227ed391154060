// The parts of a batch's report, in the order of the page.
#pragma once

#include <string>

#include "src/report/figures.hpp"
#include "src/report/page.hpp"

namespace paidan::report {

struct Match {
  const MatchReport& report;
  const Figures& figures;
  const Options& options;
};

void add_headline(Page& page, const Match& match);        // figures, and what needs attention
void add_where(Page& page, const Match& match);           // map and communities
void add_why_not(Page& page, const Match& match);         // reasons and what would help; nothing when all are served
void add_who_and_when(Page& page, const Match& match);    // load, waiting, Lorenz curves
void add_cost_and_money(Page& page, const Match& match);  // cost by term, funds

}  // namespace paidan::report
