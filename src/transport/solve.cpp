// solve() and verify(), compiled once for everything that links paidan::transport.
#include "paidan/transport/detail/solve_inl.hpp"
#include "paidan/transport/detail/verify_inl.hpp"
