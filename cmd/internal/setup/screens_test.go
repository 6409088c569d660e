package setup

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/client/journal"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/labels"
	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/tui"
	"cardwallet/tui/clip"
	"cardwallet/tui/picture"
	"cardwallet/tui/screen"
	"cardwallet/tui/tuitest"
	"cardwallet/tui/ui"
)

var update = flag.Bool("update", false, "write the screens and pictures as they are now")

// shown is the demo on a terminal, in a world that is always the same and on a clock that stands still.
type shown struct {
	*tuitest.Term
	t      *testing.T
	box    *sandbox.Sandbox
	buys   func(card, merchant string) // something with an active card of FinHub
	mu     sync.Mutex
	clock  time.Time
	before string // what was shown before the newest keys
	wrong  bool   // one screen was not as wanted: the others are waited for no longer than they need
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

// show opens the demo: cards of three accounts, and three live codes.
func show(t *testing.T, theme string, cols, rows int, opts ...tuitest.Option) *shown {
	t.Helper()
	return showWith(t, theme, nil, cols, rows, opts...)
}

// showWith is show with other keys.
func showWith(t *testing.T, theme string, keys map[string][]string, cols, rows int, opts ...tuitest.Option) *shown {
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
	s.buy(w)
	settings := config.Defaults()
	settings.UI.Theme, settings.UI.Motion = theme, "off"
	began := s.now()
	ticks := func() (string, time.Duration) { return "", s.now().Sub(began) }
	book := journal.New(sqlite.At(run.JournalPath(dir)), journal.WithClock(s.now), journal.WithTicks(ticks))
	payer := &run.AuditedJournal{Journal: book, Trail: audit.New(dir)}
	options := tui.Options{
		Settings: screen.Settings(settings.UI), Wallet: w, Payer: payer, Labels: a.Names, Export: run.WriteRecords,
		ExpandHome: config.ExpandHome, Clipboard: noClipboard{}, Now: s.now, Badge: "DEMO",
		Ticks: func() time.Duration { return s.now().Sub(began) },
		Keys:  keys,
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
func (s *shown) buy(w *client.Wallet) {
	s.t.Helper()
	fin, _ := w.Account("fin")
	cards, err := fin.Issuer.Cards(s.t.Context(), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.buys = func(card, merchant string) {
		at := slices.IndexFunc(cards, func(c client.Card) bool { return c.Name == card && c.Status == client.CardActive })
		if _, err := s.box.Purchase(sandbox.Purchase{Issuer: sandbox.IssuerFinHub, CardID: cards[at].ID, Merchant: merchant}); err != nil {
			s.t.Fatal(err)
		}
	}
	for _, p := range []struct {
		card, merchant string
		age            time.Duration // until the next one
	}{{"Visa Plastic", "RYANAIR", 92 * time.Second}, {"Mastercard Budget", "META ADS", 88 * time.Second},
		{"Discover Whole Dollars", "ULTRA MOBILE", 51 * time.Second}} {
		s.buys(p.card, p.merchant)
		s.pass(p.age)
	}
}

// orderID is what the program makes up for each order.
var orderID = regexp.MustCompile(`CW[A-Z2-7]{26}`)

// is compares what is shown with a file, or writes the file with -update.
func (s *shown) is(file string, text func(picture.Screen) string) {
	s.t.Helper()
	if *update {
		s.Await(15*time.Second, func(screen picture.Screen) bool { return !reading(screen) && characters(screen) != s.before })
		s.write(file, text(s.Quiet(time.Second)))
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	limit := time.Minute // all screens are drawn side by side, on a machine that may be busy; one that is right ends this at once
	if s.wrong {
		limit = 2 * time.Second
	}
	last, matched := s.Await(limit, func(screen picture.Screen) bool { return text(screen) == string(want) })
	if !matched {
		s.wrong = true
		s.t.Errorf("%s is another screen now. Where that is right, run .ci/pictures and look at what has changed.\n%s", file,
			picture.Diff(string(want), text(last)))
	}
}

// codesCounted says in the title that all codes have arrived.
var codesCounted = regexp.MustCompile(`(Codes|◆) [34]`)

// reading reports whether something is still being read.
func reading(screen picture.Screen) bool {
	text := screen.Text()
	title, _, _ := strings.Cut(text[strings.Index(text, "\n\n")+2:], "\n")
	return !codesCounted.MatchString(title) || strings.Contains(title, "◐") ||
		strings.Contains(text, "reading") || strings.Contains(text, "░░░")
}

// characters is a screen as a text.
func characters(screen picture.Screen) string {
	return orderID.ReplaceAllString(screen.Text(), "CW"+strings.Repeat("0", 26))
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

// held says which file holds a screen, and as what.
type held func(name string) (file string, text func(picture.Screen) string)

// asText holds screens as texts.
func asText(suffix string) held {
	return func(name string) (string, func(picture.Screen) string) {
		return filepath.Join("testdata", "screens", name+"-"+suffix+".txt"), characters
	}
}

// asPicture holds the screens that the README shows as pictures.
func asPicture(suffix string, on picture.Ground) held {
	shown := []string{"home", "palette", "code", "topup"}
	return func(name string) (string, func(picture.Screen) string) {
		if !slices.Contains(shown, name) {
			return asText("120x36-pictures")(name)
		}
		return filepath.Join("..", "..", "..", "docs", "pictures", name+suffix+".svg"), func(s picture.Screen) string { return s.SVG(on) }
	}
}

// walk goes a way from home on, and compares each screen with a file.
func (s *shown) walk(way []stop, held held) {
	s.t.Helper()
	for _, stop := range append([]stop{home}, way...) {
		s.pass(stop.wait)
		if stop.buys != "" {
			s.buys(stop.buys, "STEAM")
		}
		s.before = characters(s.Cells())
		s.Press(strings.Fields(stop.keys)...)
		s.is(held(stop.name))
	}
}

func TestScreensLookAsTheyDid(t *testing.T) {
	for _, size := range sizes {
		for way, stops := range ways {
			name := fmt.Sprintf("%dx%d", size[0], size[1])
			t.Run(way+" "+name, func(t *testing.T) {
				t.Parallel()
				show(t, ui.Dark, size[0], size[1]).walk(stops, asText(name))
			})
		}
	}
	for _, theme := range []string{ui.Light, ui.HighContrast, ui.Mono} {
		t.Run(theme, func(t *testing.T) {
			t.Parallel()
			show(t, theme, 120, 36).walk(short, asText("120x36-"+theme))
		})
	}
}

// The pictures of the README are what the program draws.
func TestPicturesAreTrue(t *testing.T) {
	for _, p := range []struct {
		suffix, theme string
		cols, rows    int
		ground        picture.Ground
		way           []stop
	}{
		{"", ui.Dark, 120, 36, picture.OnDark, short}, {"-light", ui.Light, 120, 36, picture.OnLight, nil},
		{"-80", ui.Dark, 80, 24, picture.OnDark, nil},
	} {
		t.Run(p.theme+p.suffix, func(t *testing.T) {
			t.Parallel()
			s := show(t, p.theme, p.cols, p.rows, tuitest.Colours(colorprofile.TrueColor))
			s.walk(p.way, asPicture(p.suffix, p.ground))
		})
	}
}
