package budget

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

const (
	// hold is how long a slot may be used after it was taken.
	hold = 2 * time.Second
	// window is what a limit of 60 s has to be kept in: a slot is used up to hold later than it was counted, and a request that follows a
	// slow one can be less than 60 s behind it when both arrive.
	window = time.Minute + hold + 3*time.Second
	// longestNap is how long nobody who waits is heard of.
	longestNap = 10 * time.Second
	// grace is how late somebody may ask again before the place is free, as on a machine that has much to do.
	grace = 5 * time.Second
	// rateHolds is how long the smallest limit counts after somebody asked with it.
	rateHolds = 10 * time.Minute
	// longestPause bounds what a stored pause can be.
	longestPause = time.Minute
	// highest is the largest limit that is counted with.
	highest = 1_000_000
	// most is how long a queue is written down. Who comes later waits all the same, but not in order.
	most = 1000
)

// state is what is known under one key. Its times count from the start of the machine that Boot names.
//
// It is a bucket of slots with a burst, refilled one by one: the generic cell rate algorithm, which has to keep one time alone. Slots are
// handed out when they are used, not before: who waits and is killed holds up nobody for long.
type state struct {
	Boot       string
	Rate       int           // requests in any 60 s
	RateUntil  time.Duration // then a larger one may take its place
	Full       time.Duration // when the bucket is full again
	Pause      time.Duration // no request before
	Spare      int           // slots that were taken and given back
	SpareUntil time.Duration // may be used until then
	Queue      []seat        // who waits, the longest first
}

// seat is one place in the queue.
type seat struct {
	ID    string
	Since time.Duration
	Due   time.Duration // when it asks again
}

// parse reads a state as it is at now. What cannot be read, or cannot be true, is a state of which nothing is known.
func parse(text []byte, boot string, now time.Duration) state {
	s := state{Boot: boot}
	if len(text) > 0 && (json.Unmarshal(text, &s) != nil || s.Rate < 0 || s.Rate > highest) {
		s = state{}
	}
	if s.Boot != boot {
		// Nobody knows how long ago that was. The bucket is empty, and fills up within a minute.
		s = state{Boot: boot, Rate: s.Rate, RateUntil: now + rateHolds, Full: now + window}
	}
	s.RateUntil = min(s.RateUntil, now+rateHolds)
	s.Full = min(s.Full, now+s.burst()*s.interval())
	s.Pause = min(s.Pause, now+longestPause)
	if s.SpareUntil = min(s.SpareUntil, now+hold); s.SpareUntil <= now {
		s.Spare = 0
	}
	s.Spare = max(0, min(s.Spare, int(s.burst())))
	s.Queue = slices.DeleteFunc(s.Queue, func(at seat) bool { return at.Due+grace < now || at.Due > now+longestNap || at.Since > now })
	return s
}

func (s *state) text() []byte {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // it has numbers and texts alone
	}
	return text
}

// burst is how many requests may go at once: with what the bucket is refilled with in the same window, they make up the limit.
func (s *state) burst() time.Duration { return time.Duration(max(1, s.Rate/3)) }

// interval is the time from one slot to the next.
func (s *state) interval() time.Duration {
	return window / max(1, time.Duration(s.Rate)-s.burst())
}

// handful is how many slots are taken at once when there are many.
func (s *state) handful() int { return max(1, min(s.Rate/12, 20)) }

// left is how many requests may go at once now.
func (s *state) left(now time.Duration) int {
	if now < s.Pause {
		return 0
	}
	return s.Spare + int((now+s.burst()*s.interval()-max(s.Full, now))/s.interval())
}

// limit lets the smallest limit count that anybody asks with.
func (s *state) limit(perMinute int, now time.Duration) {
	perMinute = min(perMinute, highest)
	switch {
	case s.Rate == 0 || s.Rate == perMinute:
	case perMinute > s.Rate && now < s.RateUntil:
		return
	default:
		taken := (max(s.Full, now) - now + s.interval() - 1) / s.interval()
		s.Rate, s.Spare = perMinute, 0
		s.Full = now + min(taken, s.burst())*s.interval()
	}
	s.Rate, s.RateUntil = perMinute, now+rateHolds
}

// grant is what somebody gets who asks: slots with the time until which they may be used, or how long to wait.
type grant struct {
	slots       int
	until       time.Duration
	wait, again time.Duration // see pace.Place
}

// ask takes slots for a place that has waited since the time that it names. There is a slot for it only where there is one for everybody
// who waits longer.
func (s *state) ask(id string, since time.Duration, perMinute int, now time.Duration) grant {
	s.limit(perMinute, now)
	s.leave(id)
	me := seat{ID: id, Since: since}
	before, _ := slices.BinarySearchFunc(s.Queue, me, func(a, b seat) int {
		return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.ID, b.ID))
	})
	if left := s.left(now); before < left {
		n := 1
		if len(s.Queue) == 0 {
			n += min(s.handful()-1, (left-1)/4)
		}
		if s.Spare > 0 {
			n = min(n, s.Spare)
			s.Spare -= n
			return grant{slots: n, until: s.SpareUntil}
		}
		s.Full = max(s.Full, now) + time.Duration(n)*s.interval()
		return grant{slots: n, until: now + hold}
	}
	start := max(now, s.Pause)
	free := max(start, max(s.Full, now)+(time.Duration(before)+1-s.burst())*s.interval())
	g := grant{wait: max(free-now, time.Millisecond)}
	g.again = min(g.wait, longestNap)
	if before > 0 { // those before may have gone away
		g.again = min(g.again, max(time.Second, g.wait/2))
	}
	if me.Due = now + g.again; len(s.Queue) < most {
		s.Queue = slices.Insert(s.Queue, before, me)
	}
	return g
}

// leave frees a place.
func (s *state) leave(id string) {
	s.Queue = slices.DeleteFunc(s.Queue, func(at seat) bool { return at.ID == id })
}

// giveBack takes slots that were not used.
func (s *state) giveBack(n int, until, now time.Duration) {
	if until <= now {
		return
	}
	if s.Spare > 0 {
		until = min(until, s.SpareUntil)
	}
	s.Spare, s.SpareUntil = min(s.Spare+n, int(s.burst())), until
}
