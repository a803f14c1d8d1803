#include "daemon/core/numerics.hpp"

#include <math.h> // lgamma_r

#include <cmath>

namespace blend {

namespace {

/// std::lgamma writes a global sign; standings are computed on several threads.
double log_gamma(double x)
{
    int sign = 0;
    return ::lgamma_r(x, &sign);
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
double beta_fraction(double a, double b, double x)
{
    constexpr double tiny = 1e-300;
    const auto inverse = [](double value) { return 1.0 / (std::abs(value) > tiny ? value : tiny); };
    const double qab = a + b;
    const double qap = a + 1.0;
    const double qam = a - 1.0;
    double c = 1.0;
    double d = inverse(1.0 - qab * x / qap);
    double h = d;
    for (int m = 1; m < 2000; ++m) {
        const double m2 = 2.0 * m;
        const double even = m * (b - m) * x / ((qam + m2) * (a + m2));
        d = inverse(1.0 + even * d);
        c = 1.0 + even / c;
        if (!(std::abs(c) > tiny)) c = tiny;
        h *= d * c;
        const double odd = -(a + m) * (qab + m) * x / ((a + m2) * (qap + m2));
        d = inverse(1.0 + odd * d);
        c = 1.0 + odd / c;
        if (!(std::abs(c) > tiny)) c = tiny;
        const double step = d * c;
        h *= step;
        if (std::abs(step - 1.0) < 1e-15) break;
    }
    return h;
}

/// The logarithm of 1 / B(a, b): half the work of a value, and the same for every x.
double log_weight(double a, double b) { return log_gamma(a + b) - log_gamma(a) - log_gamma(b); }

double beta_cdf(double x, double a, double b, double weight)
{
    if (x <= 0.0) return 0.0;
    if (x >= 1.0) return 1.0;
    const double front = std::exp(weight + a * std::log(x) + b * std::log1p(-x));
    // The fraction converges fast on one side of the mean; the other side is its mirror image.
    if (x < (a + 1.0) / (a + b + 2.0)) return clamp(front * beta_fraction(a, b, x) / a, 0.0, 1.0);
    return clamp(1.0 - front * beta_fraction(b, a, 1.0 - x) / b, 0.0, 1.0);
}

} // namespace

double clamp(double value, double low, double high) { return value < low ? low : value > high ? high : value; }

double decay(double value, double days, double half_life_days) { return value * std::pow(2.0, -days / half_life_days); }

double beta_cdf(double x, double a, double b) { return beta_cdf(x, a, b, log_weight(a, b)); }

double beta_quantile(double probability, double a, double b)
{
    const double weight = log_weight(a, b);
    double low = 0.0;
    double high = 1.0;
    for (int halving = 0; halving < 60; ++halving) {
        const double middle = 0.5 * (low + high);
        (beta_cdf(middle, a, b, weight) < probability ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

std::uint64_t SplitMix64::next()
{
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

double SplitMix64::uniform()
{
    return (static_cast<double>(next() >> 11) + 0.5) / 9007199254740992.0; // 2^53
}

std::uint64_t fnv1a(std::string_view text, std::uint64_t before)
{
    std::uint64_t hash = before;
    for (const char each : text) hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001B3;
    return hash;
}

std::string hexadecimal(std::uint64_t number)
{
    std::string text(16, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, number >>= 4)
        *digit = "0123456789abcdef"[number & 15];
    return text;
}

} // namespace blend
