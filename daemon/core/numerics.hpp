#pragma once

// The small numerics under the model: decay, the beta distribution, a deterministic generator, a hash.
//
// The same input gives the same bits on every platform that has IEEE doubles; nothing here fails.

#include <cstdint>
#include <string>
#include <string_view>

namespace blend {

inline constexpr double ln2 = 0.69314718055994530942;
inline constexpr double seconds_per_day = 86400.0;

double clamp(double value, double low, double high);

/// What is left of `value` after `days`: decay(decay(v, a), b) == decay(v, a + b).
double decay(double value, double days, double half_life_days);

/// Regularised incomplete beta function I_x(a, b); 0 below and 1 above the unit interval.
double beta_cdf(double x, double a, double b);

/// Sixty halvings of the unit interval: slow (some microseconds), but the same everywhere.
double beta_quantile(double probability, double a, double b);

/// Same seed, same numbers, on every platform.
class SplitMix64 {
public:
    explicit SplitMix64(std::uint64_t seed) : state_{seed} {}

    std::uint64_t next();

    /// Strictly between 0 and 1.
    double uniform();

private:
    std::uint64_t state_;
};

/// FNV-1a, 64 bits, over the bytes of the text. A text in pieces goes on from what the pieces before it gave.
std::uint64_t fnv1a(std::string_view text, std::uint64_t before = 0xCBF29CE484222325);

/// Sixteen digits: "00000000000000ff"
std::string hexadecimal(std::uint64_t number);

} // namespace blend
