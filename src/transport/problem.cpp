// TransportProblem, compiled once for everything that links paidan::transport.
#include "paidan/transport/detail/problem_inl.hpp"
