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
	"sync/atomic"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"

	"cardwallet/client"
	"cardwallet/client/audit"
	"cardwallet/client/journal"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/labels"
	"cardwallet/client/sandbox"
	"cardwallet/cmd/internal/documents"
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
	stop   stop   // the newest one
	before string // what was shown before its keys
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

// oneKey is the RSA key of all demos: making one takes longer than all else that a start needs.
var oneKey = &demoKey{}

// show opens the demo: cards of three accounts, and three live codes.
func show(t *testing.T, theme string, cols, rows int, opts ...tuitest.Option) *shown {
	t.Helper()
	return showWith(t, theme, nil, cols, rows, "", opts...)
}

// showWith is show with other keys. faults are what the issuers do wrong, from the start.
func showWith(t *testing.T, theme string, keys map[string][]string, cols, rows int, faults string, opts ...tuitest.Option) *shown {
	t.Helper()
	s := &shown{t: t, clock: time.Date(2026, 11, 29, 11, 11, 0, 0, time.UTC)}
	box, err := sandbox.Start(t.Context(), sandbox.Options{Seed: 7, FinHubKeyFrom: oneKey.public, RateLimit: -1, Now: s.now})
	if err != nil {
		t.Fatal(err)
	}
	s.box = box
	dir := t.TempDir()
	a := &command{&run.App{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Now: s.now}}
	a.Names = labels.New(filepath.Join(dir, "labels.json"))
	w, err := a.demoWallet(box, oneKey)
	if err != nil {
		t.Fatal(err)
	}
	s.buy(w)
	s.fault(faults)
	settings := config.Defaults()
	settings.UI.Theme, settings.UI.Motion = theme, "off"
	began := s.now()
	ticks := func() (string, time.Duration) { return "", s.now().Sub(began) }
	book := journal.New(sqlite.At(run.JournalPath(dir)), journal.WithClock(s.now), journal.WithTicks(ticks))
	payer := &run.AuditedJournal{Journal: book, Trail: audit.New(dir)}
	options := tui.Options{
		Settings: screen.Settings(settings.UI), Wallet: w, Payer: payer, Labels: a.Names, Export: documents.WriteRecords,
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
	// A list of cards waits a second for their types, which give them their names. On a busy machine that is too short: they are read before.
	readTypes := func() {
		if _, err := fin.Issuer.(client.Catalog).CardTypes(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
	}
	readTypes()
	defer readTypes() // the program finds them, too, until they are five minutes old
	cards, err := fin.Cards(s.t.Context())
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

// fault lets the issuers do things wrong from now on, each as the sandbox's --fault has it; "none" ends what they did wrong.
func (s *shown) fault(faults string) {
	s.t.Helper()
	for _, text := range strings.Fields(faults) {
		if text == "none" {
			s.box.ClearFaults()
			continue
		}
		f, err := sandbox.ParseFault(text)
		if err == nil {
			err = s.box.SetFault(f)
		}
		if err != nil {
			s.t.Fatal(err)
		}
	}
}

// orderID is what the program makes up for each order, requestID what the issuers make up for each request; a box may cover their ends.
var (
	orderID   = regexp.MustCompile(`CW[A-Z2-7]+`)
	requestID = regexp.MustCompile(`req_[0-9a-f]+`)
)

// anotherScreen is set once a screen is not as wanted: the others are then waited for no longer than they need.
var anotherScreen atomic.Bool

// settled waits until all is read that is to be read at this stop, nothing has been drawn for a lull, and the screen is as wanted; what is
// read and stays another screen is waited for no longer than a busy machine needs between two frames.
func (s *shown) settled(lull time.Duration, wanted func(picture.Screen) bool) (last picture.Screen, ok bool) {
	read := func(screen picture.Screen) bool { return s.stop.there(screen, s.before) }
	whole := func(screen picture.Screen) bool { return read(screen) && wanted(screen) }
	limit, patience := 3*time.Minute, 20*time.Second
	if anotherScreen.Load() {
		limit, patience = 10*time.Second, 2*time.Second
	}
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); {
		if last, ok = s.Await(time.Until(deadline), read); !ok {
			break
		}
		if last = s.Quiet(lull); whole(last) {
			return last, true
		}
		if last, ok = s.Await(patience, whole); !ok && read(last) {
			break
		}
	}
	anotherScreen.Store(true)
	return last, false
}

// is compares what is shown with a file, or writes the file with -update, and reports whether it was as it should be.
func (s *shown) is(file string, text func(picture.Screen) string) bool {
	s.t.Helper()
	if *update {
		screen, ok := s.settled(time.Second, func(picture.Screen) bool { return true })
		if !ok {
			s.t.Errorf("%s is never read to its end", file)
		}
		s.write(file, text(screen))
		return ok
	}
	want, err := os.ReadFile(file)
	if err != nil {
		s.t.Error(err)
		return false
	}
	last, ok := s.settled(200*time.Millisecond, func(screen picture.Screen) bool { return text(screen) == string(want) })
	switch {
	case ok:
	case s.stop.there(last, s.before):
		s.t.Errorf("%s is another screen now. Where that is right, run .ci/pictures and look at what has changed.\n%s", file,
			picture.Diff(string(want), text(last)))
	default:
		s.t.Errorf("%s is not reached, or never read to its end.\n%s", file, picture.Diff(string(want), text(last)))
	}
	return ok
}

// characters is a screen as a text.
func characters(screen picture.Screen) string {
	zeros := func(after string) func(string) string {
		return func(id string) string { return after + strings.Repeat("0", len(id)-len(after)) }
	}
	return requestID.ReplaceAllStringFunc(orderID.ReplaceAllStringFunc(screen.Text(), zeros("CW")), zeros("req_"))
}

func (s *shown) write(file, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Error(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Error(err)
	}
}

// goOn leads to the next stop.
func (s *shown) goOn(stop stop) {
	s.t.Helper()
	s.stop = stop
	s.fault(stop.fault)
	s.pass(stop.wait)
	if stop.buys != "" {
		s.buys(stop.buys, "STEAM")
	}
	s.before = ""
	if stop.keys != "" || stop.wait > 0 { // it is not what the program shows when it starts
		s.before = characters(s.Cells())
	}
	s.Press(strings.Fields(stop.keys)...)
}

// walk goes a way in all these terminals at once, and compares each screen with a file. Behind one that is wrong it goes no further: what
// comes there says little, and costs a wait for each.
func walk(way []stop, terminals map[*shown]held) {
	for _, stop := range fromHome(way) {
		for s := range terminals {
			s.goOn(stop)
		}
		var all sync.WaitGroup
		var wrong atomic.Bool
		for s, held := range terminals {
			all.Go(func() {
				if !s.is(held(stop.name)) {
					wrong.Store(true)
				}
			})
		}
		if all.Wait(); wrong.Load() {
			return
		}
	}
}

func TestScreensLookAsTheyDid(t *testing.T) {
	for way, stops := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			terminals := map[*shown]held{}
			for _, size := range sizes {
				terminals[showWith(t, ui.Dark, nil, size[0], size[1], stops[0].fault)] = asText(fmt.Sprintf("%dx%d", size[0], size[1]))
			}
			walk(stops, terminals)
		})
	}
	t.Run("themes", func(t *testing.T) {
		t.Parallel()
		terminals := map[*shown]held{}
		for _, theme := range []string{ui.Light, ui.HighContrast, ui.Mono} {
			terminals[show(t, theme, 120, 36)] = asText("120x36-" + theme)
		}
		walk(short, terminals)
	})
	t.Run("small", func(t *testing.T) {
		t.Parallel()
		walk([]stop{{name: "too-small", shows: "too small", unread: true}}, map[*shown]held{show(t, ui.Dark, 59, 16): asText("59x16")})
	})
}

// The pictures of the README are what the program draws.
func TestPicturesAreTrue(t *testing.T) {
	for _, p := range []struct {
		suffix, theme string
		cols, rows    int
		ground        picture.Ground
		way           []stop
	}{
		{"", ui.Dark, 120, 36, picture.OnDark, short}, {"-light", ui.Light, 120, 36, picture.OnLight, []stop{home}},
		{"-80", ui.Dark, 80, 24, picture.OnDark, []stop{home}},
	} {
		t.Run(p.theme+p.suffix, func(t *testing.T) {
			t.Parallel()
			s := show(t, p.theme, p.cols, p.rows, tuitest.Colours(colorprofile.TrueColor))
			walk(p.way, map[*shown]held{s: asPicture(p.suffix, p.ground)})
		})
	}
}
