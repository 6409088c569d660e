package ui

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// Body joins the lines of a screen so that they fit in the given cells: where there are too many, empty lines go first, the
// last ones before the first ones, then the end is cut off; a line that is too wide is cut.
func Body(lines []string, width, height int) string {
	if width <= 0 || height <= 0 {
		return ""
	}
	kept := make([]string, 0, len(lines))
	excess := len(lines) - height
	for i := len(lines) - 1; i >= 0; i-- {
		if excess > 0 && lines[i] == "" {
			excess--
			continue
		}
		kept = append(kept, lines[i])
	}
	var b strings.Builder
	for i := len(kept) - 1; i >= max(0, len(kept)-height); i-- {
		if b.Len() > 0 || i < len(kept)-1 {
			b.WriteByte('\n')
		}
		b.WriteString(Cut(kept[i], width))
	}
	return b.String()
}

// Wrapped breaks safe text into lines of at most the given cells, between words where it can, and keeps at most the given
// number of lines.
func Wrapped(text string, cells, lines int) []string {
	if cells <= 0 || lines <= 0 || text == "" {
		return nil
	}
	all := strings.Split(ansi.Wrap(text, cells, ""), "\n")
	if len(all) > lines {
		all = all[:lines]
		all[lines-1] = ansi.Truncate(all[lines-1], cells-1, "") + "…"
	}
	return all
}

// Hardwrapped breaks safe text into lines of exactly that many cells, the last one shorter, so that all of it can be selected and
// nothing is added to it.
func Hardwrapped(text string, cells int) []string {
	if cells <= 0 || text == "" {
		return nil
	}
	return strings.Split(ansi.Hardwrap(text, cells, true), "\n")
}

// Problem gives what failed and the hint of an error, made safe.
func Problem(err error) (what, hint string) {
	what, hint, _ = strings.Cut(err.Error(), "\n")
	return Safe(what), Safe(hint)
}

// ClockTime is a time as a clock shows it, with the day where that is not today. It stays true while nothing is drawn anew.
func ClockTime(at, now time.Time) string {
	at = at.In(now.Location())
	if at.Format(time.DateOnly) != now.Format(time.DateOnly) {
		return at.Format("2006-01-02 15:04")
	}
	return at.Format(time.TimeOnly)
}

// Ago says how long ago something was, coarsely.
func Ago(d time.Duration) string {
	switch d = max(0, d); {
	case d < time.Minute:
		return fmt.Sprintf("%d s ago", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", d/time.Minute)
	}
	return fmt.Sprintf("%d h ago", d/time.Hour)
}
