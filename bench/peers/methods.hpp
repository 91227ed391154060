// One function a peer, for both sources; each lives in its own file.
#pragma once

#include "bench/peers/arc_source.hpp"
#include "bench/peers/stopwatch.hpp"

namespace paidan::peers {

template <class Source>
Answer lemon_network_simplex(const Source& source, Clock clock);
template <class Source>
Answer lemon_cost_scaling(const Source& source, Clock clock);
template <class Source>
Answer boost_successive_shortest_path(const Source& source, Clock clock);

}  // namespace paidan::peers
