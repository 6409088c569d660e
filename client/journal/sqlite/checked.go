package sqlite

import (
	"encoding/json"
	"os"
	"time"

	"cardwallet/client/private"
	"cardwallet/client/ticks"
)

// A journal is read whole before money depends on it, and that takes long when it has grown: so not at each opening, but
//
//   - where a handle did not end well (see owner), or a log is there that no living handle has;
//   - where the file is not as this program left it: copied, restored, or written by something else;
//   - once a day, and once after each start of the machine, which may have lost its power;
//   - where any of this is not known.
//
// A note beside the journal says when it was found well and what the file looked like. Whoever changes the file takes the note along if
// that was true of the file before. So what anybody else writes is never taken for checked. The note need not survive a power loss: it
// holds for one start of the machine only.

// checkEvery is how long a check holds.
const checkEvery = 24 * time.Hour

// checkedLimit is how many bytes a note may have.
const checkedLimit = 4096

// checked is when a journal was last found well.
type checked struct {
	File  string        `json:"file"` // see stamp
	At    time.Time     `json:"at"`   // of the wall clock, which can be set
	Boot  string        `json:"boot"`
	Ticks time.Duration `json:"ticks"` // nanoseconds since that start of the machine
}

func checkedPath(journal string) string { return journal + "-checked" }

// readChecked is the note about the journal at that path, which holds for nothing where it cannot be read.
func readChecked(journal string) (c checked) {
	data, err := private.ReadFile(checkedPath(journal), checkedLimit)
	if err != nil || json.Unmarshal(data, &c) != nil {
		return checked{}
	}
	return c
}

// write puts the note beside the journal. Without it the next opening checks.
func (c checked) write(journal string) {
	if data, err := json.Marshal(c); err == nil && c.File != "" {
		_ = private.ReplaceSoon(checkedPath(journal), data)
	}
}

// checkedNow is the note about a file that is found well now. It goes by the machine's clocks and not by the journal's, which stamps rows.
func checkedNow(file string) checked {
	boot, since := ticks.SinceBoot()
	return checked{File: file, At: time.Now(), Boot: boot, Ticks: since}
}

// holds reports whether a file that looks like this and was checked then need not be checked now.
func (c checked) holds(now checked) bool {
	recent := func(d time.Duration) bool { return d >= 0 && d < checkEvery }
	return c.File != "" && c.File == now.File && c.Boot != "" && c.Boot == now.Boot &&
		recent(now.Ticks-c.Ticks) && recent(now.At.Sub(c.At))
}

// takeAlong lets the note stand after this handle may have changed the file, if it was true of the file before that.
func (s *store) takeAlong(before string) {
	after := stamp(s.path)
	if after == before || s.InPlace() != nil {
		return
	}
	if c := readChecked(s.path); c.File == before {
		c.File = after
		c.write(s.path)
	}
}

// doubt makes the next opening check.
func (s *store) doubt() { _ = os.Truncate(checkedPath(s.path), 0) }
