package preview

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"cardwallet/client"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// drawn is the panel and the brief, without styles.
func drawn(r *screentest.Rig, card client.Card) (panel, brief string) {
	of := Of(r.Env, card, 42)
	return ansi.Strip(strings.Join(of.Lines(31), "\n")), ansi.Strip(strings.Join(Of(r.Env, card, 80).Brief(), "\n"))
}

func has(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not in\n%s", w, text)
		}
	}
}

// TestNothingInAPreviewIsSecret: with a live code and opened values there are still only masks.
func TestNothingInAPreviewIsSecret(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Env.Codes.Codes = []client.Code{r.Code("1", "482913", time.Second, 5*time.Minute)}
		card := screentest.AdsCard()
		card.Last4 = "4242"
		panel, brief := drawn(r, card)
		for _, text := range []string{panel, brief} {
			has(t, text, "4242", Mask(client.FieldCVV, ""), Mask(client.FieldExpiry, ""), "••• •••", "4:59", "25.00 USD at Amazon")
			for _, secret := range []string{"482913", "482 913", screentest.TestPAN, screentest.TestCVV, screentest.TestExpiry} {
				if strings.Contains(text, secret) {
					t.Errorf("%q is in\n%s", secret, text)
				}
			}
		}
		has(t, panel, "◆ Code", "o shows it  c copies it unseen")
		r.Env.Codes.Copied[r.Env.Codes.Codes[0].Key()] = true
		r.Env.Codes.Codes = append(r.Env.Codes.Codes, r.Code("2", "771204", time.Minute, 5*time.Minute))
		panel, _ = drawn(r, card)
		has(t, panel, "◆ 2 codes", "✓ copied")
	})
}

// TestAGaugeOnlyWhereWhatIsLeftIsKnown: a bar that means something else on the next card misleads.
func TestAGaugeOnlyWhereWhatIsLeftIsKnown(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.AdsCard()
		for name, c := range map[string]struct {
			balance, used client.Money
			shared, may   bool
			want          []string
			gauge         bool
		}{
			"used":        {screentest.Usd("30"), screentest.Usd("10"), false, false, []string{"30.00 USD", "75 %"}, true},
			"all used":    {screentest.Usd("0"), screentest.Usd("10"), false, false, []string{"0 %", "0.00 USD"}, true},
			"not told":    {screentest.Usd("30"), client.Money{}, false, false, []string{"30.00 USD"}, false},
			"used 0":      {screentest.Usd("30"), screentest.Usd("0"), false, false, []string{"30.00 USD"}, false},
			"gained":      {screentest.Usd("30"), screentest.Usd("-10"), false, false, []string{"30.00 USD"}, false},
			"nothing yet": {screentest.Usd("0"), screentest.Usd("0"), false, false, []string{"0.00 USD"}, false},
			"overdrawn":   {screentest.Usd("-3"), screentest.Usd("10"), false, false, []string{"−3.00 USD"}, false},
			"not known":   {client.Money{}, client.Money{}, false, false, []string{"not known"}, false},
			"shared":      {screentest.Usd("13981.2"), screentest.Usd("10"), true, false, []string{"shared", "13,981.20 USD"}, false},
			"who knows":   {screentest.Usd("13000"), screentest.Usd("10"), false, true, []string{"13,000.00 USD", "may be shared"}, false},
		} {
			card.Balance, card.Used, card.Shared, card.MayShare = c.balance, c.used, c.shared, c.may
			panel, brief := drawn(r, card)
			has(t, panel, c.want...)
			has(t, brief, c.want...)
			if gauge := strings.Contains(brief, "──"); gauge != c.gauge || strings.Contains(panel, "%") != c.gauge {
				t.Errorf("%s: gauge %v in\n%s\n%s", name, gauge, panel, brief)
			}
		}
	})
}

func TestThePreviewHasTheNewestPayments(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.AdsCard()
		screentest.KeepRecords(r)
		panel, brief := drawn(r, card)
		has(t, panel, "T reads the transactions")
		has(t, brief, "T reads the transactions")
		at := time.Now()
		r.Env.Latest.Note(card, nil, at)
		panel, brief = drawn(r, card)
		has(t, panel, "no transactions")
		has(t, brief, "no transactions")
		paid := client.Record{Kind: client.RecordAuthorizations, CardID: card.ID, At: at, Amount: screentest.Usd("28.5"),
			Merchant: client.Merchant{Name: "ULTRA MOBILE"}, Type: "auth", Status: "succeed", Stage: client.StageDone}
		refused, back := paid, paid
		refused.Status, refused.Stage = "failed", client.StageFailed
		back.Type, back.Means = "refund", client.MeansRefunded
		r.Env.Latest.Note(card, []client.Record{paid, back, refused}, at)
		panel, brief = drawn(r, card)
		has(t, panel, "read "+at.Format("15:04"), "−28.50", "+28.50", "refund", "declined · ULTRA", " 28.50")
		has(t, brief, "ULTRA MOBILE −28.50", "T all")
	})
}

// TestThePreviewFits: whatever the size, no line is too long and none too many.
func TestThePreviewFits(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		screentest.KeepRecords(r)
		card := screentest.AdsCard()
		card.Name, card.Unreadable = strings.Repeat("長い name ", 12), "balance, status"
		r.Env.Codes.Codes = []client.Code{r.Code("1", "482913", time.Second, 5*time.Minute)}
		inbox := Inbox{Env: r.Env, Live: r.Env.Codes.Codes, Today: []client.Movement{{Profile: "fin", Kind: client.MoveFreeze, CardID: card.ID},
			{Profile: "fin", Kind: client.MoveTopUp, Amount: screentest.Usd("123456789"), Status: client.MovementUnknown}}}
		for _, size := range [][2]int{{42, 31}, {44, 40}, {42, 19}, {38, 5}, {20, 3}} {
			fits := func(what string, lines []string) {
				for _, line := range lines {
					if w := ui.Width(line); w > size[0] {
						t.Errorf("%s: %d cells in %d: %q", what, w, size[0], line)
					}
				}
			}
			lines := Of(r.Env, card, size[0]).Lines(size[1])
			fits("panel", lines)
			if len(lines) > size[1] {
				t.Errorf("%d lines in %d", len(lines), size[1])
			}
			fits("brief", Of(r.Env, card, size[0]).Brief())
			fits("inbox", inbox.Lines(size[0], size[1]))
		}
	})
}

func TestTheInboxTellsWhatGoesOn(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		at := time.Now()
		inbox := Inbox{Env: r.Env, Live: []client.Code{r.Code("1", "482913", time.Second, 5*time.Minute)}, Today: []client.Movement{
			{Profile: "fin", Kind: client.MoveTopUp, Amount: screentest.Usd("60"), Status: client.MovementSucceeded, CreatedAt: at},
			{Profile: "fin", Kind: client.MoveTopUp, Amount: screentest.Usd("25"), Status: client.MovementUnknown, CreatedAt: at},
			{Profile: "fin", Kind: client.MoveWithdraw, Amount: screentest.Usd("5"), Status: client.MovementFailed, CreatedAt: at},
			{Profile: "fin", Kind: client.MoveFreeze, CardID: "c9", Status: client.MovementSucceeded, CreatedAt: at},
		}}
		text := ansi.Strip(strings.Join(inbox.Lines(38, 40), "\n"))
		has(t, text, "4:59", "25.00 USD at Amazon", "Today", "✓ topped up", "60.00 USD", "? top-up unknown", "✕ withdrawal failed",
			"✓ froze", at.Format("15:04"))
		if strings.Contains(text, "482") {
			t.Errorf("the code can be read:\n%s", text)
		}
		has(t, ansi.Strip(strings.Join(Inbox{Env: r.Env}.Lines(38, 40), "\n")), "◇ none")
	})
}
