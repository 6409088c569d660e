package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

// Scroll is where a person is in a body that is longer than the screen. The zero Scroll is at its beginning. It is kept while the screen
// is larger for a while.
type Scroll struct {
	Window     // over the lines; its cursor is the first one shown
	last   int // the last first line that leaves no room blank
}

// Update scrolls by a key. It reports whether the key was one of movement.
func (s *Scroll) Update(msg tea.KeyPressMsg, keys Keys) bool {
	taken := s.Window.Update(msg, keys)
	if taken {
		s.Select(min(s.Cursor, s.last))
	}
	return taken
}

// First is the first line to be shown of so many. It remembers the height for paging.
func (s *Scroll) First(lines, height int) int {
	s.SetCount(lines)
	s.Visible(height)
	s.last = max(0, lines-max(0, height))
	return min(s.Cursor, s.last)
}

// Position says which lines are shown, as "1-15 of 22 ▼" where there are more below; nothing where all are.
func (s *Scroll) Position() string {
	if s.last == 0 {
		return ""
	}
	first := min(s.Cursor, s.last)
	more := ""
	if first < s.last {
		more = " ▼"
	}
	return fmt.Sprintf("%d-%d of %d%s", first+1, s.count-s.last+first, s.count, more)
}
