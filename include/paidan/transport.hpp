// The solver alone: problem, solve, verify. Knows nothing of streets.
#pragma once

#include "paidan/transport/problem.hpp"
#include "paidan/transport/solution.hpp"
#include "paidan/transport/solve.hpp"
#include "paidan/transport/verify.hpp"
