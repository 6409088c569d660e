package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

func TestListShowsAllAccountsAtEverySize(t *testing.T) {
	for _, size := range screenSizes {
		runRig(t, fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T, r *rig) {
			r.ads.cards[0].ID, r.ads.cards[0].Last4 = "card000", "" // the issuer does not list it
			r.start(t, size[0], size[1])
			r.WaitFor("fin card 000", "fin card 002", "ads card 001", "1 of 5", "active", "10.50 USD", "? help")
			if got := r.Line(0); !strings.HasPrefix(got, " ◆ cardwallet") {
				t.Errorf("%v: the title is %q", size, got)
			}
			if screen := r.Screen(); !strings.Contains(screen, "··1001") || !strings.Contains(screen, "#d000") {
				t.Errorf("%v: nothing tells cards of one name apart:\n%s", size, screen)
			}
			if err := r.Quit(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestAllScreensCallACardTheSame: the issuer told the last four digits with the balance, and from then on no screen has the end of the id.
func TestAllScreensCallACardTheSame(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.ads.cards[0].ID, r.ads.cards[0].Last4 = "card000", "" // not in the list
		r.start(t, 80, 24)
		r.WaitFor("ads card 000", "#d000", "1 of 5")
		r.ads.set(func(is *issuer) { is.cards[0].Last4 = "7735" })
		r.Press("enter")
		r.WaitFor("v reveal", "··7735")
		r.Press("esc")
		r.WaitFor("1 of 5", "··7735")
		r.WaitGone("#d000")
		r.Press("/", "7", "7", "3", "5", "enter")
		r.WaitFor("1 of 1", "ads card 000")
		leave(t, r)
	})
}

// TestAFilterIsCutOnlyWhereItIsTooLong: beside it the position and news stand, and nothing looks as if more had been typed.
func TestAFilterIsCutOnlyWhereItIsTooLong(t *testing.T) {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 36}} {
		for _, told := range []string{"", "something happened"} {
			t.Run(fmt.Sprint(size, told), func(t *testing.T) {
				inBubble(t, func(t *testing.T, r *rig) {
					r.start(t, size[0], size[1])
					r.WaitFor("ads card 001")
					r.Press("/", "f", "i", "n")
					r.WaitFor("/fin", "in all")
					if told != "" {
						r.Send(ui.NoticeMsg{Level: ui.Info, Text: told})
						r.WaitFor(told)
					}
					for line := range strings.Lines(r.Screen()) {
						if strings.Contains(line, "/fin") && strings.Contains(line, ui.Ellipsis) {
							t.Errorf("%q", line)
						}
					}
				})
			})
		}
	}
}

func TestAccountsArriveOnTheirOwn(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.pages, r.fin.total = 12, true
		open := r.fin.gateCards()
		r.start(t, 80, 24)
		r.WaitFor("ads card 001", "fin page 6 of 12")
		open()
		r.WaitFor("fin card 000", "1 of 5")
		r.WaitGone("page")
	})
}

func TestPagesWithoutATotalAreCountedOnly(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.pages = 46
		open := r.fin.gateCards()
		defer open()
		r.start(t, 80, 24)
		r.WaitFor("fin page 23")
		r.WaitGone("page 23 of")
	})
}

func TestProfilesSayInFullWhatFailed(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.ads.set(func(is *issuer) {
			is.err = fmt.Errorf("ads: list cards: %s the very end\n"+
				"ask the administrator of the %s for a new key", strings.Repeat("not allowed ", 6), strings.Repeat("key ", 6))
		})
		r.start(t, cols, rows)
		r.WaitFor("✕ ads cannot be read", "list cards")
		r.Press("j") // who goes on has seen it
		r.WaitGone("✕ ads cannot be read")
		r.Press("p")
		r.WaitFor("all profiles", "ads", "not allowed")
		if strings.Contains(r.Screen(), "for a new key") {
			t.Error("the account that is not selected is explained")
		}
		r.Press("down", "down")
		r.WaitUntil("problem and hint", func(s string) bool {
			words := strings.Join(strings.Fields(s), " ")
			return strings.Contains(words, "very end") && strings.Contains(words, "for a new key")
		})
	})
}

func TestFailingAccountShowsOnItsOwnRowAndIsRetried(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		failure := &client.Error{Kind: client.ErrUnreachable, Profile: "ads", Op: "list cards", Status: 503}
		r.ads.set(func(is *issuer) { is.err = failure })
		r.start(t, 80, 24)
		r.WaitFor("✕ ads does not answer", "list cards: unreachable (http 503)", "r tries again", "fin card 002", "1 of 3")
		r.ads.set(func(is *issuer) { is.err = nil })
		r.Press("r")
		r.WaitFor("ads card 000", "1 of 5")
		r.WaitGone("unreachable")

		r.ads.set(func(is *issuer) { is.err = failure })
		r.clock.advance(3 * time.Minute)
		r.Press("r")
		r.WaitFor("unreachable", "shown: the cards as of 12:00:00", "ads card 000", "1 of 5")
	})
}

func TestFilterAsTyped(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Type("/ADS q") // a q in a filter does not quit
		r.WaitFor("/ADS q", "no card has these words")
		r.Press("backspace", "backspace")
		r.WaitFor("1 of 2, 5 in all", "ads card 000")
		r.WaitGone("fin card")
		r.Type(" 1001")
		r.WaitFor("1 of 1, 5 in all", "ads card 001")
		r.Press("enter")
		r.WaitFor("o code")
		r.Press("esc")
		r.WaitFor("fin card 000", "of 5")
	})
}

func TestFilterFindsCardsWithALiveCode(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.cards[0].Name = "code cards"
		r.fin.announce(r.clock, "fin002", "t1", "771204", "Book Store", time.Minute)
		r.start(t, 80, 24)
		r.WaitFor("1 of 5", "◆ 1:00")
		r.Type("/code")
		r.WaitFor("1 of 2, 5 in all", "code cards", "fin card 002")
		r.Type(" 002")
		r.WaitFor("1 of 1, 5 in all", "fin card 002")
		r.fin.announce(r.clock, "fin001", "t2", "771205", "Taxi", time.Hour)
		r.Press("backspace")
		r.Send(screen.AskCodesMsg{})
		r.WaitFor("1 of 3, 5 in all", "◆ 60:00")
		r.pass(2 * time.Minute)
		r.WaitFor("1 of 2, 5 in all", "fin card 001")
		r.WaitGone("fin card 002")
	})
}

func TestSortAndProfiles(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.ads.cards[1].Balance = usd("5000")
		r.ads.cards[0].Balance = client.Money{}
		r.fin.cards[0].Status = client.CardFrozen
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		order := func(want ...string) func(string) bool {
			return func(s string) bool {
				at := -1
				for _, w := range want {
					i := strings.Index(s, w)
					if i <= at {
						return false
					}
					at = i
				}
				return true
			}
		}
		r.WaitUntil("sorted by name", order("ads card 000", "ads card 001", "fin card 000", "fin card 001", "fin card 002"))
		r.Press("s")
		r.WaitUntil("sorted by balance", order("balance ↓", "ads card 001", "fin card 002", "fin card 001", "fin card 000", "ads card 000"))
		r.Press("s")
		r.WaitUntil("sorted by status", order("status ↑", "ads card 000", "ads card 001", "fin card 001", "fin card 002", "fin card 000"))
		r.Press("s")
		r.WaitUntil("sorted by profile", order("ads card 000", "fin card 000"))
		r.Press("s")
		r.WaitUntil("sorted by code", order("ads card 000", "fin card 000"))
		r.fin.announce(r.clock, "fin002", "t1", "771204", "Book Store", time.Minute)
		r.Send(screen.AskCodesMsg{})
		r.WaitUntil("sorted by code", order("code↓", "fin card 002", "◆ 1:00", "ads card 000", "fin card 000"))
		r.pass(2 * time.Minute)
		r.WaitUntil("sorted by code", order("ads card 000", "fin card 000", "fin card 002"))
		r.Press("s", "tab")
		r.WaitFor("cards of fin", "of 3")
		r.WaitGone("ads card")
		r.Press("tab")
		r.WaitFor("cards of ads", "of 2")
		r.Press("tab")
		r.WaitFor("of 5")

		r.Press("p")
		r.WaitFor("Profiles", "all profiles", "FinHub · 3 cards", "Aurex · 2 cards")
		r.Press("down", "down", "enter")
		r.WaitFor("cards of ads", "of 2")
	})
}

func TestTheCursorStaysOnItsCard(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.Press("G")
		r.WaitFor("5 of 5", "▌ fin card 002")
		r.Press("s")
		r.WaitFor("by balance", "1 of 5", "▌ fin card 002")
		r.Press("й") // q on a Cyrillic layout
		if err := r.Wait(); err != nil {
			t.Error(err)
		}
	})
}

func TestMoneyThatMovedIsReadAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.start(t, 80, 24)
		r.WaitFor("ads card 000", "10.50 USD")
		r.ads.set(func(is *issuer) { is.cards[0].Balance = usd("77.25") })
		before := r.fin.count("cards")
		r.Send(screen.MovedMsg{Movement: client.Movement{Profile: "ads", CardID: "ads000"}})
		r.WaitFor("77.25 USD")
		if r.fin.count("cards") != before {
			t.Error("the other account was read again too")
		}
	})
}

func TestListIsReadAgainWhenItIsOld(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.opts.Refresh = 10 * time.Millisecond
		r.start(t, 80, 24)
		r.WaitFor("1 of 5")
		r.fin.set(func(is *issuer) { is.cards[0].Name = "renamed" })
		r.WaitFor("renamed")
	})
}

func TestEmptyListsSayWhy(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.cards, r.ads.cards = nil, nil
		open := r.fin.gateCards()
		r.start(t, 80, 24)
		r.WaitFor("reading the cards")
		open()
		r.WaitFor("no cards yet")
	})
}

func TestHostileNamesAreHarmless(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.fin.cards[0].Name = "\x1b]52;c;b3duZWQ=\a\x1b[2Jhello\u202e \r\nworld"
		r.start(t, 80, 24)
		r.WaitFor("hello  world", "of 5")
		if strings.Contains(r.Raw(), "b3duZWQ=") {
			t.Error("the clipboard write reached the terminal")
		}
	})
}

// A record that could not be read whole is a row that says so, beside the others and what is wrong at its account.
func TestOddCardsStayInTheList(t *testing.T) {
	atEverySize(t, func(t *testing.T, r *rig, cols, rows int) {
		r.fin.set(func(is *issuer) {
			is.cards[1].Unreadable, is.cards[1].Status, is.cards[1].Balance = "balance, status", client.CardUnknown, client.Money{}
			odd := client.OddRecords{Profile: "fin", Op: "list cards"}
			odd.Add("card", is.cards[1].ID, 2, is.cards[1].Unreadable)
			is.odd = odd.Err()
		})
		r.start(t, cols, rows)
		r.WaitFor("fin card 000", "unreadable: ", "fin card 002", "ads card 001", "! fin sent what cannot be read",
			"list cards: record card", "1 of 5")
		if screen := r.Screen(); strings.Contains(screen, "as of") {
			t.Errorf("what just came is called old:\n%s", screen)
		}
		r.fin.set(func(is *issuer) { is.cards[1].Unreadable, is.odd = "", nil })
		r.Press("r")
		r.WaitFor("fin card 001")
		r.WaitGone("unreadable")
	})
}
