package words

import "time"

// Day is a day for people, in the zone of now: "08 Nov", and "08 Nov 2025" in another year than now.
func Day(t, now time.Time) string {
	if t = t.In(now.Location()); t.Year() != now.Year() {
		return t.Format("02 Jan 2006")
	}
	return t.Format("02 Jan")
}

// When is a time for people in at most 12 cells, in the zone of now: "08 Nov 04:12", and the day alone in another year than now.
func When(t, now time.Time) string {
	if t = t.In(now.Location()); t.Year() != now.Year() {
		return Day(t, now)
	}
	return t.Format("02 Jan 15:04")
}

// Time is a time for people to the second, in the zone of now: "08 Nov 04:12:33", and "08 Nov 2025 04:12:33" in another year than now.
func Time(t, now time.Time) string {
	return Day(t, now) + t.In(now.Location()).Format(" 15:04:05")
}
