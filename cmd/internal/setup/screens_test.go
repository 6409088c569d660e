package setup

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"cardwallet/client/audit"
	"cardwallet/client/labels"
	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/tui"
	"cardwallet/tui/clip"
	"cardwallet/tui/picture"
	"cardwallet/tui/screen"
	"cardwallet/tui/tuitest"
)

var update = flag.Bool("update", false, "write the screens and pictures as they are now")

// shown is the demo on a terminal, in a world that is always the same and on a clock that stands still.
type shown struct {
	*tuitest.Term
	t     *testing.T
	box   *sandbox.Sandbox
	mu    sync.Mutex
	clock time.Time
	wrong bool // one screen was not as wanted: the others are waited for no longer than they need
}

func (s *shown) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock
}

func (s *shown) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = s.clock.Add(d)
}

// noClipboard is a terminal that takes no copies.
type noClipboard struct{}

func (noClipboard) Put(context.Context, []byte) (clip.Copy, error) {
	return clip.Copy{Via: clip.System}, nil
}
func (noClipboard) Last() (c clip.Copy, ok bool)                       { return c, false }
func (noClipboard) Clear(context.Context, clip.Copy) (clip.Via, error) { return clip.Nowhere, nil }
func (noClipboard) Holds(context.Context, clip.Copy) (bool, error)     { return false, nil }

// show opens the demo: cards of three accounts, three live codes, a payment, and purchases of the last days.
func show(t *testing.T, theme string, cols, rows int, opts ...tuitest.Option) *shown {
	t.Helper()
	s := &shown{t: t, clock: time.Date(2026, 11, 29, 11, 11, 0, 0, time.UTC)}
	key := &demoKey{}
	box, err := sandbox.Start(t.Context(), sandbox.Options{Seed: 7, FinHubKeyFrom: key.public, RateLimit: -1, Now: s.now})
	if err != nil {
		t.Fatal(err)
	}
	s.box = box
	dir := t.TempDir()
	a := &command{&run.App{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Now: s.now}}
	a.Names = labels.New(filepath.Join(dir, "labels.json"))
	w, err := a.demoWallet(box, key)
	if err != nil {
		t.Fatal(err)
	}
	s.buy()
	settings := config.Defaults()
	settings.UI.Theme, settings.UI.Motion = theme, "off"
	payer := &run.AuditedJournal{Journal: run.NewJournal(run.JournalPath(dir), nil), Trail: audit.New(dir)}
	options := tui.Options{
		Settings: screen.Settings(settings.UI), Wallet: w, Payer: payer, Labels: a.Names, Export: run.WriteRecords,
		ExpandHome: config.ExpandHome, Clipboard: noClipboard{}, Now: s.now, Badge: "DEMO",
	}
	s.Term = tuitest.StartFunc(t, cols, rows, func(own ...tuitest.Option) error {
		return tui.Run(context.Background(), options, append(own, opts...)...)
	})
	t.Cleanup(func() { // the program has ended
		a.Close()
		_ = payer.Close()
		_ = box.Close()
	})
	return s
}

// buy makes three purchases whose codes are alive when the program starts.
func (s *shown) buy() {
	s.t.Helper()
	cards := s.box.CardIDs(sandbox.IssuerFinHub)
	for i, merchant := range []string{"RYANAIR", "META ADS", "ULTRA MOBILE"} {
		if _, err := s.box.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerFinHub, CardID: cards[2*i], Merchant: merchant}); err != nil {
			s.t.Fatal(err)
		}
		s.pass([]time.Duration{92 * time.Second, 88 * time.Second, 51 * time.Second}[i])
	}
}

// orderID is what the program makes up for each order.
var orderID = regexp.MustCompile(`CW[A-Z2-7]{26}`)

// is compares what is shown with a file of testdata, or writes the file with -update.
func (s *shown) is(file string) {
	s.t.Helper()
	text := func(screen picture.Screen) string {
		return orderID.ReplaceAllString(screen.Text(), "CW"+strings.Repeat("0", 26))
	}
	if *update {
		s.write(file, text(s.Quiet(time.Second)))
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	limit := 15 * time.Second
	if s.wrong {
		limit = 2 * time.Second
	}
	last, matched := s.Await(limit, func(screen picture.Screen) bool { return text(screen) == string(want) })
	if !matched {
		s.wrong = true
		s.t.Errorf("%s is another screen now. Where that is right: go test ./cmd/internal/setup -update\n%s", file,
			picture.Diff(string(want), text(last)))
	}
}

func (s *shown) write(file, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

var sizes = [][2]int{{60, 16}, {80, 24}, {120, 36}, {200, 50}}

func TestScreensLookAsTheyDid(t *testing.T) {
	for _, size := range sizes {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := show(t, "dark", size[0], size[1])
			s.is(filepath.Join("testdata", "screens", "home-"+name+".txt"))
		})
	}
}

// TestTheListFillsTheScreen: at 120x36 at least two fifths of all cells have something on them.
func TestTheListFillsTheScreen(t *testing.T) {
	s := show(t, "dark", 120, 36)
	ink := func(screen picture.Screen) (share float64) {
		cells, filled := 0, 0
		for _, row := range screen {
			for _, cell := range row {
				cells++
				if cell.Content != "" && cell.Content != " " || cell.Style.Bg != nil {
					filled++
				}
			}
		}
		return float64(filled) / float64(cells)
	}
	last, filled := s.Await(15*time.Second, func(screen picture.Screen) bool { return ink(screen) >= 0.4 })
	if !filled {
		t.Errorf("only %.0f %% of the screen have something on them:\n%s", 100*ink(last), last.Text())
	}
	t.Logf("%.0f %% of the screen have something on them", 100*ink(last))
}
