package setup

import (
	"os"
	"strings"
	"testing"
	"time"

	"cardwallet/tui/picture"
	"cardwallet/tui/ui"
)

// TestAFrameIsFewBytesAndMuchInk: the list of the demo as a terminal gets it from nothing, at 120x36 with 256 colours, and how many cells
// of the list and of a card have something in them.
func TestAFrameIsFewBytesAndMuchInk(t *testing.T) {
	t.Parallel()
	const mostBytes = 9_000
	s, hold := show(t, ui.Dark, 120, 36), asText("120x36")
	inked := func(name string, least float64) {
		t.Helper()
		var screen picture.Screen
		file, text := hold(name)
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s.Await(time.Minute, func(now picture.Screen) bool { // what is counted is the very screen that the file holds
			screen = now
			return text(now) == string(want)
		})
		share := 100 * screen.Ink()
		if t.Logf("%s: %.1f %% of the cells have ink", name, share); share < least {
			t.Errorf("%s: at least %.0f %% are wanted", name, least)
		}
	}
	s.is(hold("home"))
	inked("home", 40)

	before := s.Written()
	s.Press("ctrl+l")
	s.Await(time.Minute, func(picture.Screen) bool { return strings.Contains(s.Raw()[before:], "\x1b[2J") })
	s.is(hold("home"))
	drawn := s.Written() - before
	if t.Logf("%d bytes for the whole screen", drawn); drawn > mostBytes || drawn < 120*36/2 {
		t.Errorf("%d bytes, at most %d", drawn, mostBytes)
	}

	s.Press("enter")
	s.is(hold("card"))
	inked("card", 30)
}
