package tuitest

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"cardwallet/tui/picture"
)

// Option is what a program gets on its way, for code that does not draw itself.
type Option = tea.ProgramOption

// Colours says how many colours the terminal has; without it 256.
func Colours(profile colorprofile.Profile) Option { return tea.WithColorProfile(profile) }

// Cells are the characters and colours that the person sees.
func (term *Term) Cells() picture.Screen {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.cells()
}

func (term *Term) cells() picture.Screen {
	cells := make(picture.Screen, term.emu.Height())
	for y := range cells {
		cells[y] = make([]uv.Cell, term.emu.Width())
		for x := range cells[y] {
			if cell := term.emu.CellAt(x, y); cell != nil {
				cells[y][x] = *cell
			}
		}
	}
	return cells
}

// Await waits until the screen is as wanted, at most that long, and gives what it was last. It leaves what is wrong to the caller.
func (term *Term) Await(limit time.Duration, ok func(picture.Screen) bool) (last picture.Screen, matched bool) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		term.mu.Lock()
		last, changed := term.cells(), term.changed
		term.mu.Unlock()
		if ok(last) {
			return last, true
		}
		select {
		case <-changed:
		case <-term.done:
			return last, false
		case <-timer.C:
			return last, false
		}
	}
}

// Quiet waits until the program has drawn nothing for that long, and gives what is on the screen then.
func (term *Term) Quiet(silence time.Duration) picture.Screen {
	for {
		term.mu.Lock()
		last, changed := term.cells(), term.changed
		term.mu.Unlock()
		select {
		case <-changed:
		case <-term.done:
			return last
		case <-time.After(silence):
			return last
		}
	}
}
