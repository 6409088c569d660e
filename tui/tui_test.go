package tui_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"cardwallet/client"
	"cardwallet/tui"
	"cardwallet/tui/screen"
	"cardwallet/tui/tuitest"
	"cardwallet/tui/ui"
)

// page is a screen that does what a test tells it to.
type page struct {
	name    string
	text    string
	holds   bool
	hidden  int
	captors bool
	got     []tea.Msg
	panics  bool
}

func (p *page) Init() tea.Cmd { return nil }
func (p *page) Update(msg tea.Msg) tea.Cmd {
	p.got = append(p.got, msg)
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		p.text += msg.String() + " "
	case tea.PasteMsg:
		p.text += "paste:" + msg.Content
	case answerMsg:
		p.text += string(msg)
	case panicMsg:
		panic("4288375123454242")
	}
	return nil
}
func (p *page) View(width, height int) string {
	if p.panics {
		panic(p.text)
	}
	return strings.Repeat(p.name+": "+p.text+"\n", height+5)
}
func (p *page) Title() (string, string) { return p.name, "" }
func (p *page) Actions() []ui.Action    { return nil }
func (p *page) Hide()                   { p.hidden++; p.text = "" }
func (p *page) Holds() bool             { return p.holds }
func (p *page) CapturesInput() bool     { return p.captors }

type (
	answerMsg string
	panicMsg  struct{}
)

func TestKeysAndAnswersGoWhereTheyBelong(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		below, front := &page{name: "below"}, &page{name: "front"}
		r.Send(ui.PushMsg{Screen: below})
		r.Send(ui.PushMsg{Screen: front})
		r.WaitFor("front:", "esc back")
		r.Type("x")
		r.WaitFor("front: x")
		r.Press("?")
		r.WaitFor("Program", "ctrl+z", "suspend")
		r.Send(answerMsg("an answer"))
		r.Send(screen.NewReply(below, func() tea.Cmd { below.text += " its own"; return nil }))
		r.Paste("not for you")
		r.Press("esc")
		r.WaitFor("front: x an answer")
		r.Press("esc")
		r.WaitFor("below: an answer its own")
		r.Send(screen.NewReply(front, func() tea.Cmd { t.Error("a screen that was left has an answer"); return nil }))
		r.Press("esc")
		r.WaitFor("1 of 5")
		r.Press("esc") // the list stays
		r.WaitFor("1 of 5")
		if err := r.Quit(); err != nil {
			t.Fatal(err)
		}
		if front.hidden == 0 || below.hidden == 0 {
			t.Errorf("hidden: front %d times, below %d", front.hidden, below.hidden)
		}
		for _, msg := range below.got {
			if _, ok := msg.(tea.KeyPressMsg); ok {
				t.Errorf("a key reached the screen below: %v", msg)
			}
		}
	})
}

func TestCapturingScreenGetsEveryKey(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Send(ui.PushMsg{Screen: &page{name: "form", captors: true}})
		r.WaitFor("form:")
		r.Type("?qp")
		r.Press("esc")
		r.Paste("25")
		r.WaitFor("form: ? q p esc paste:25", "ctrl+c quit")
		r.Press("ctrl+c")
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
	})
}

func TestMoneyThatMovesHoldsThePerson(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		form := &page{name: "form", holds: true}
		r.Send(ui.PushMsg{Screen: form})
		r.WaitFor("form:")
		r.Press("esc")
		r.WaitFor("! money is moving: wait for the outcome")
		r.Press("ctrl+z")
		r.WaitFor("! money is moving: suspend when the outcome is there")
		r.Press("p")
		r.WaitFor("all profiles")
		r.Press("enter")
		r.WaitFor("! money is moving: wait for the outcome", "form:")
		r.Press("ctrl+c")
		r.WaitFor("ctrl+c again leaves now")
		r.Press("x")
		r.WaitFor("form: x")
		r.Press("ctrl+c")
		r.WaitFor("ctrl+c again leaves now")
		r.Press("ctrl+c")
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
	})
}

func TestAnySizeIsSurvived(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		for _, size := range [][2]int{{0, 0}, {1, 1}, {59, 16}, {60, 15}, {20, 5}, {500, 200}, {3, 100}, {200, 1}} {
			r.Resize(size[0], size[1])
			if size[0] == 20 {
				r.WaitFor("too small: 20x5", "ctrl+c quits")
				r.Press("enter") // nobody presses what they cannot see
			}
			if size[0] == 500 {
				r.WaitFor("1 of 5", "? help")
			}
		}
		r.Resize(60, 16)
		r.WaitFor("1 of 5", "fin card 002")
		lines := strings.Split(r.Screen(), "\n")
		if len(lines) != 16 || !strings.Contains(lines[15], "? help") {
			t.Errorf("%d lines, the last is %q", len(lines), lines[len(lines)-1])
		}
	})
}

func TestTooTallBodyLeavesTheFrame(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 60, 16)
		r.WaitFor("1 of 5")
		r.Send(ui.PushMsg{Screen: &page{name: strings.Repeat("wide ", 40)}})
		r.WaitFor("wide wide")
		if last, first := r.Line(-1), r.Line(0); !strings.Contains(last, "? help") || !strings.Contains(first, "◆") {
			t.Errorf("first line %q, last line %q", first, last)
		}
	})
}

func TestBadges(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.opts.Badge = "DEMO"
		r.opts.Wallet = client.NewWallet(
			client.Account{Profile: "fin", Kind: "finhub", Issuer: feed{r.fin}},
			client.Account{Profile: "ads", Kind: "aurex", Issuer: r.ads, ReadOnly: true},
		)
		r.start(t, 80, 24)
		r.WaitFor("◆ cardwallet   DEMO    1 Cards", "of 5")
		r.WaitGone("READ-ONLY")
		r.Press("tab", "tab")
		r.WaitFor("DEMO    READ-ONLY ", "cards of ads")
		r.Press("p")
		r.WaitFor("READ-ONLY · Aurex")
	})
}

// TestASandboxIsSaidWhereOneIsShown: also on the locked screen, and beside each account where another is none.
func TestASandboxIsSaidWhereOneIsShown(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.opts.Wallet = client.NewWallet(
			client.Account{Profile: "fin", Kind: "finhub", Issuer: feed{r.fin}, Sandbox: true},
			client.Account{Profile: "ads", Kind: "aurex", Issuer: r.ads, ReadOnly: true},
		)
		r.start(t, cols, rows)
		r.WaitFor(" SANDBOX ", "of 5")
		r.Press("tab", "tab")
		r.WaitFor(" READ-ONLY ", "1 of 2")
		r.WaitGone("SANDBOX")
		r.Press("p")
		r.WaitFor("SANDBOX · FinHub", "READ-ONLY · Aurex")
		r.Press("esc", "L")
		r.WaitFor("─ locked ─", "◆ cardwallet   SANDBOX ")
		r.Press("x")
		r.WaitFor("1 of 2")
		r.Press("tab")
		r.WaitFor(" SANDBOX ", "1 of 5")
		r.Press("G", "enter")
		r.WaitFor("v reveal", " SANDBOX ")
	})
}

// commander is a screen that starts a command.
type commander struct {
	page
	cmd tea.Cmd
}

func (c *commander) Init() tea.Cmd { return c.cmd }

func TestContextEndsTheProgram(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		ctx, cancel := context.WithCancel(context.Background())
		r.Term = tuitest.StartFunc(t, 80, 24, func(own ...tea.ProgramOption) error { return tui.Run(ctx, r.opts, own...) })
		r.WaitFor("1 of 5")
		cancel()
		if err := r.Wait(); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestLeavingWaitsForNoIssuer(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.gateCards() // never opened: the request ends with the program
		r.start(t, 80, 24)
		r.WaitFor("fin reading", "ads card 000")
		r.Press("q")
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
	})
}

func TestFirstFrameWaitsForNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.opts.Theme = ui.Auto // the emulator never answers the question for its background
		open := r.fin.gateCards()
		defer open()
		openAds := r.ads.gateCards()
		defer openAds()
		r.start(t, 80, 24)
		r.WaitFor("cardwallet", "fin reading the cards · ads reading the cards", "? help")
	})
}

func TestNoColorLeavesTheWords(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24, tea.WithColorProfile(colorprofile.ASCII))
		r.WaitFor("fin card 000", "active")
		for _, seq := range []string{"\x1b[3", "\x1b[9", "\x1b[4"} {
			for _, rest := range strings.SplitAfter(r.Raw(), seq)[1:] {
				if end := strings.IndexFunc(rest, func(r rune) bool { return (r < '0' || r > '9') && r != ';' }); end >= 0 && rest[end] == 'm' {
					t.Fatalf("a colour is set: %q", seq+rest[:end+1])
				}
			}
		}
	})
}

func TestHelpListsEveryKeyThatWorks(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 120, 40)
		r.WaitFor("1 of 5")
		r.Press("?")
		r.WaitFor("new card", "activity", "Program")
		r.WaitGone("top up", "withdraw") // the account of the card under the cursor offers neither
		r.Type("accou")
		r.WaitGone("new card")
		r.WaitFor("accounts")
		r.Press("esc")
		r.WaitFor("new card")
		r.Press("?", "G", "?")
		r.WaitFor("enter", "open", "filter", "sort", "next account", "top up", "withdraw", "new card", "page up", "Program",
			"profiles", "repaint", "ctrl+l")
		r.Press("?")
		r.WaitFor("5 of 5")
	})
}
