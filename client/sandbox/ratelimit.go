package sandbox

import "time"

// rateLimit allows so many requests of a key in any 60 seconds. The documents say "60 a minute"; a sliding window is the
// strictest way to read that.
type rateLimit struct {
	perMinute int // 0 or less: no limit
	seen      map[string][]time.Time
}

func newRateLimit(perMinute int) *rateLimit {
	return &rateLimit{perMinute: perMinute, seen: map[string][]time.Time{}}
}

// allow counts a request, unless it is over the limit.
func (l *rateLimit) allow(key string, now time.Time) bool {
	if l.perMinute <= 0 {
		return true
	}
	recent := l.seen[key]
	for len(recent) > 0 && now.Sub(recent[0]) >= time.Minute {
		recent = recent[1:]
	}
	if len(recent) >= l.perMinute {
		l.seen[key] = recent
		return false
	}
	l.seen[key] = append(recent, now)
	return true
}
