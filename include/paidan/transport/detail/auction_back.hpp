// The way back of the auction (auction.hpp): leaves with room and a price above their base fetch orders.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "paidan/transport/detail/auction.hpp"

namespace paidan::transport::detail {

template <class C, class P, bool several>
void Auction<C, P, several>::back(P epsilon, std::uint64_t most_looks) {
  collect();
  std::vector<char> waiting(leaves_.size(), 0);
  std::vector<Index> queue;
  // Units that would have to come for the leaf to be worth its price; the next lower step of its cost.
  const auto room_at = [&](const Leaf& leaf, P price, P& floor) {
    Units wanted = 0;
    for (const Step& s : leaf.steps) {
      if (s.cost >= price) break;
      wanted += s.width;
      floor = s.cost;
    }
    return wanted - leaf.load;
  };
  const auto wait = [&](std::size_t j) {
    P floor = 0;
    if (waiting[j] != 0 || room_at(leaves_[j], price_[j], floor) <= 0) return;
    waiting[j] = 1;
    queue.push_back(static_cast<Index>(j));
  };
  for (std::size_t j = 0; j < leaves_.size(); ++j) wait(j);
  std::vector<Index> further;  // leaves that have taken all whom they see
  std::uint64_t looks = 0;
  P window = 8 * epsilon;
  for (std::size_t head = 0; looks < most_looks; ++head) {
    if (head == queue.size() || head == 0) {
      queue.insert(queue.end(), further.begin(), further.end());
      further.clear();
      if (head == queue.size()) break;
      look_around(window);
      looks += c_.edges.size() / 4;
      window = window < std::numeric_limits<P>::max() / 8 ? window * 4 : window;
    }
    const Index j = queue[head];
    Leaf& leaf = leaves_[j];
    waiting[j] = 0;
    while (true) {
      P base = leaf.base();
      Units room = room_at(leaf, price_[j], base);
      if (room <= 0) break;
      const P floor = std::max(base, looked_at_[j]);
      list_guests(j, floor);
      looks += column_begin_[j + 1] - column_begin_[j];
      // Whoever may fit, and one more, who sets the price.
      const auto most = static_cast<std::ptrdiff_t>(std::min<Units>(room + 1, static_cast<Units>(guests_.size())));
      if (several) {
        std::partial_sort(guests_.begin(), guests_.begin() + most, guests_.end());
      } else if (most > 0) {
        std::nth_element(guests_.begin(), guests_.begin() + (most - 1), guests_.end());
      }
      P level = floor;
      for (std::ptrdiff_t k = 0; k < most; ++k) {
        const Guest g = guests_[static_cast<std::size_t>(k)];
        if (room == 0) {
          level = std::max<P>(floor, g.level - epsilon);
          break;
        }
        const auto units = static_cast<std::uint32_t>(std::min<Units>(room, held_[g.held].units));
        const Index left = held_[g.held].leaf;
        room -= units;
        leaf.load += units;
        held_[g.held].units -= units;
        const bool stays = held_[g.held].units > 0;
        hold(g.row, j, g.cost, units);
        if (left != none) {
          leaves_[left].load -= units;
          wait(left);
        }
        if (stays) {
          level = std::max<P>(floor, g.level - epsilon);
          break;
        }
      }
      price_[j] = std::min(price_[j], level);
      if (price_[j] > floor) break;
      if (floor > base) {
        waiting[j] = 1;
        further.push_back(j);
        break;
      }
    }
  }
}

}  // namespace paidan::transport::detail
