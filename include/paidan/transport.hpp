// The solver alone: problem, solve, verify; matching that goes on; edges that are never written down. Knows nothing of
// streets.
#pragma once

#include "paidan/transport/implicit.hpp"
#include "paidan/transport/matcher.hpp"
#include "paidan/transport/plane_candidates.hpp"
#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"
#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"
