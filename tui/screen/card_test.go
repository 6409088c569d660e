package screen

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/ui"
)

var cardSecrets = []string{"4288 3751", testPAN, testExpiry, testCVV}

// wiped fails when anything that was opened is still readable.
func wiped(r *rig) {
	r.t.Helper()
	r.settle()
	c := r.screen.(*Card)
	for _, f := range c.fields {
		if !f.value.IsZero() {
			r.t.Errorf("the %s is still in memory", f.kind)
		}
	}
	r.hides(cardSecrets...)
}

func TestCardIsMaskedAndFetchesNothingUnasked(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.card.Balance = usd("99.5")
		r.open(NewCard(r.env, adsCard()))
		r.shows("Ads EU", "fin at FinHub", "1844674407370955161", "active", "99.50 USD", "PURCHASE · BIN 428837",
			"number      •••• •••• •••• ••••", "expiry      ••/••", "CVV         •••")
		r.hides(cardSecrets...)
		if n := r.issuer.count("details"); n != 0 {
			t.Errorf("asked for the details %d times before anybody wanted them", n)
		}
	})
}

func TestCardRevealHidesByItself(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		r.press("v")
		r.shows("4288 3751 2345 4242", testExpiry, testCVV, "hides in 0:20")
		if _, position := r.screen.Title(); position != "…4242" {
			t.Errorf("position %q", position)
		}
		r.tick(2 * time.Second)
		r.shows("hides in 0:18")
		values := append([]crypto.Secret(nil), r.screen.(*Card).fields[0].value, r.screen.(*Card).fields[2].value)
		r.tick(18 * time.Second)
		wiped(r)
		for _, v := range values {
			if !v.IsZero() {
				t.Error("a copy of the value outlived the reveal")
			}
		}
		r.shows("•••• •••• •••• 4242") // the last four digits are known by now
		if r.screen.(*Card).Counting() {
			t.Error("still counting")
		}
	})
}

func TestCardRevealEndsAtOnce(t *testing.T) {
	for name, end := range map[string]func(*rig){
		"v":       func(r *rig) { r.press("v") },
		"esc":     func(r *rig) { r.press("esc") },
		"suspend": func(r *rig) { r.screen.(*Card).Hide() },
		"codes":   func(r *rig) { r.press("o") },
		"top-up":  func(r *rig) { r.press("t") },
		"the laptop slept": func(r *rig) {
			later := time.Now().Round(0).Add(time.Hour)
			r.env.Now = func() time.Time { return later }
			r.take(ui.TickMsg{Now: later})
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.open(NewCard(r.env, adsCard()))
				r.press("v")
				r.shows(testCVV)
				end(r)
				wiped(r)
				if name == "esc" && len(got[ui.BackMsg](r)) != 0 {
					t.Error("esc left the screen instead of hiding first")
				}
			})
		})
	}
}

func TestCardEscLeavesWhenNothingIsShown(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		r.press("v", "esc", "esc")
		if len(got[ui.BackMsg](r)) != 1 {
			t.Errorf("left %d times", len(got[ui.BackMsg](r)))
		}
	})
}

func TestCardLateAnswerIsWiped(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		r.issuer.vault.delay = 3 * time.Second
		r.press("v")
		r.shows("fetching and opening")
		r.press("esc")
		if len(got[ui.BackMsg](r)) != 0 {
			t.Error("esc left the screen instead of giving up")
		}
		time.Sleep(time.Minute)
		wiped(r)
		for _, s := range r.issuer.vault.given {
			if !s.IsZero() {
				t.Error("a value that came late is still in memory")
			}
		}
	})
}

func TestCardSecondRevealIsNotCutShortByTheFirst(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		r.press("v")
		r.tick(15 * time.Second)
		r.press("v", "v")
		r.tick(10 * time.Second) // past the end of the first
		r.shows(testCVV, "hides in 0:10")
		r.tick(10 * time.Second)
		wiped(r)
	})
}

func TestCardCopyOpensOnlyThatField(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		r.press("down", "down", "down", "c")
		copies := got[CopyMsg](r)
		if len(copies) != 1 || copies[0].Value.RevealString() != testCVV || copies[0].What != "CVV" {
			t.Fatalf("copied %+v", copies)
		}
		if opened := r.issuer.vault.opened; len(opened) != 1 || opened[0] != "sealed:"+testCVV {
			t.Errorf("opened %q", opened)
		}
		wiped(r)
		copies[0].Value.Wipe()

		r.press("up", "up", "c")
		copies = got[CopyMsg](r)
		if len(copies) != 2 || copies[1].Value.RevealString() != testPAN || copies[1].What != "number" {
			t.Errorf("copied %+v", copies)
		}
		wiped(r)
	})
}

func TestCardRevealsTheSelectedFieldAlone(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		r.press("down", "down", "enter")
		r.shows("CVV         "+testCVV, "hides in 0:20")
		r.hides("4288 3751", testPAN, testExpiry)
		if opened := r.issuer.vault.opened; len(opened) != 1 {
			t.Errorf("opened %v", opened)
		}
		r.press("up", "enter") // another one takes its place
		r.shows("expiry      "+testExpiry, "hides in 0:20")
		r.hides("CVV         "+testCVV, "4288 3751")
		var noted []string
		for _, m := range got[AuditMsg](r) {
			noted = append(noted, string(m.Entry.Action)+" "+m.Entry.What)
		}
		if want := []string{"reveal cvv", "reveal expiry"}; !slices.Equal(noted, want) {
			t.Errorf("noted %q", noted)
		}
		r.press("enter")
		wiped(r)
		r.press("enter")
		r.tick(20 * time.Second)
		wiped(r)
	})
}

func TestCardCopyOfWhatIsShownSurvivesHiding(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		r.press("v", "down", "c", "esc")
		copies := got[CopyMsg](r)
		if len(copies) != 1 || copies[0].Value.RevealString() != testExpiry {
			t.Errorf("copied %+v", copies)
		}
		if n := r.issuer.count("details"); n != 1 {
			t.Errorf("fetched %d times", n)
		}
	})
}

func TestCardOpeningFailsInWordsAndCanBeRetried(t *testing.T) {
	for name, tc := range map[string]struct {
		err  error
		want []string
	}{
		"wrong key":  {errors.New("cannot be opened with this key\ncheck that private_key is the one registered with the issuer"), []string{"cannot be opened with this key", "private_key is the one"}},
		"other data": {client.ErrForm, []string{"wrong form"}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.open(NewCard(r.env, adsCard()))
				r.issuer.vault.err = tc.err
				r.press("v")
				r.shows(append(tc.want, "120.00 USD", "••••")...)
				wiped(r)
				r.issuer.vault.err = nil
				r.press("v")
				r.shows(testCVV)
				r.hides(tc.want...)
			})
		})
	}
}

func TestCardOneBadFieldHidesNoOther(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.details.CVV = r.issuer.vault.sealed(client.FieldCVV, "not a cvv")
		r.open(NewCard(r.env, adsCard()))
		r.press("v")
		r.shows("4288 3751 2345 4242", testExpiry, "CVV         not readable: the opened value has the wrong form: it is no cvv", "private_key", "hides in")
		r.hides("not a cvv\n  not a cvv")
		var noted []string
		for _, m := range got[AuditMsg](r) {
			noted = append(noted, string(m.Entry.Outcome)+" "+m.Entry.What)
		}
		slices.Sort(noted)
		if diff := cmp.Diff([]string{string(client.AuditDone) + " number, expiry", string(client.AuditFailed) + " cvv"}, noted); diff != "" {
			t.Error(diff)
		}
		for _, size := range testSizes {
			fits(t, r.screen, size[0], size[1])
		}
		r.press("v")
		wiped(r)
		r.hides("not readable", "4288 3751")
		r.press("down", "down", "c") // the CVV alone
		r.shows("wrong form", "private_key")
		wiped(r)
	})
}

func TestCardShowsOddValuesAsTheyAre(t *testing.T) {
	inBubble(t, func(r *rig) {
		vault := r.issuer.vault
		r.issuer.details = client.Details{
			Number: vault.sealed(client.FieldPAN, "4288 3751 2345 4241"), Expiry: vault.sealed(client.FieldExpiry, "Sep 31"), CVV: vault.sealed(client.FieldCVV, "73 8\n"),
		}
		r.open(NewCard(r.env, adsCard()))
		r.press("v")
		r.shows("4288 3751 2345 4241  fails its check digit", "Sep 31  not a month and year", "73 8  not 3 or 4 digits")
		for _, size := range testSizes {
			fits(t, r.screen, size[0], size[1])
		}
		r.press("v")
		r.hides("check digit", "not a month", "not 3 or 4")
		wiped(r)

		r.issuer.details.Number = vault.sealed(client.FieldPAN, "428837******4242")
		r.issuer.details.Expiry = vault.sealed(client.FieldExpiry, "9/31")
		r.press("v")
		r.shows("428837******4242  not only digits", "09/31")
		r.hides("not a month")
		if _, position := r.screen.Title(); position != "…4242" {
			t.Errorf("position %q", position)
		}
	})
}

func TestCardOfAnIssuerWithoutAKeyBlamesNone(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.details.CVV = client.PlainField(client.FieldCVV, crypto.SecretFromString("none"))
		r.open(NewCard(r.env, adsCard()))
		r.press("v")
		r.shows("4288 3751 2345 4242", "CVV         not readable: unreadable answer: what the issuer sent is no cvv", "no key is to blame")
		r.hides("private_key")
	})
}

func TestCardWithoutKeyOrDetails(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.details = client.Details{Number: client.SealedField(client.FieldPAN, "x", nil)}
		r.open(NewCard(r.env, adsCard()))
		r.press("v")
		r.shows("no private key for this profile", "set private_key in the config")
		r.issuer.details = client.Details{}
		r.press("v")
		r.shows("sent no number")
		r.issuer.set("details", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "read card details"})
		r.press("c")
		r.shows("unreachable", "check the network")
	})
}

func TestGiftCardHasALink(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.details = client.Details{ActivateURL: r.issuer.vault.sealed(client.FieldURL, testLink)}
		card := adsCard()
		card.Category = "GIFT"
		r.open(NewCard(r.env, card))
		r.shows("link")
		r.hides("CVV", testLink)
		r.press("v")
		r.shows(testLink)
		r.press("c")
		if copies := got[CopyMsg](r); len(copies) != 1 || copies[0].What != "link" || copies[0].Value.RevealString() != testLink {
			t.Errorf("copied %+v", copies)
		}
		r.press("esc")
		r.hides(testLink)
	})
}

func TestCardThatTurnsOutToBeAGiftCard(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.issuer.details = client.Details{ActivateURL: r.issuer.vault.sealed(client.FieldURL, testLink)}
		r.open(NewCard(r.env, adsCard()))
		r.press("down", "down", "c") // the CVV, which it has not
		r.shows("no such value", "link")
		r.press("c")
		if copies := got[CopyMsg](r); len(copies) != 1 || copies[0].What != "link" {
			t.Errorf("copied %+v", copies)
		}
	})
}

func TestCardBalanceIsReadAgain(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		r.issuer.card.Balance = usd("77")
		r.press("r")
		r.shows("77.00 USD")
		r.issuer.card.Balance = usd("88")
		r.take(MovedMsg{Movement: client.Movement{Profile: "fin", CardID: "another"}})
		r.settle()
		r.shows("77.00 USD")
		r.take(MovedMsg{Movement: client.Movement{Profile: "fin", CardID: adsCard().ID}})
		r.settle()
		r.shows("88.00 USD")

		r.issuer.set("card", &client.Error{Kind: client.ErrUnreachable, Op: "read card"})
		r.press("r")
		r.shows("88.00 USD", "balance not read", "unreachable")
		r.issuer.set("card", nil)
		r.press("r")
		r.hides("unreachable")
	})
}

func TestCardForeignTextIsSafe(t *testing.T) {
	inBubble(t, func(r *rig) {
		hostile := "a\x1b]52;c;eA==\x07b\u009bc\u202ed\re"
		card := client.Card{
			Profile: "fin", Issuer: hostile, ID: hostile, Name: hostile, Status: client.CardStatus("active"), IssuerStatus: hostile,
			TypeID: hostile, BIN: hostile, Category: hostile, Last4: hostile, Balance: client.Money{Currency: hostile},
		}
		r.issuer.card = card
		r.issuer.set("card", errors.New(hostile+"\n"+hostile))
		r.open(NewCard(r.env, card))
		where, position := r.screen.Title()
		for _, text := range []string{r.screen.View(80, 21), where, position} {
			if strings.ContainsAny(strings.ReplaceAll(stripStyle(text), "\n", ""), "\x1b\x07\r\u009b\u202e") {
				t.Errorf("unsafe: %q", text)
			}
		}
	})
}

func TestCardFitsEverySize(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		check := func() {
			for _, size := range testSizes {
				fits(t, r.screen, size[0], size[1])
			}
		}
		check()
		r.press("v")
		check()
		if small := r.screen.View(60, 13); !strings.Contains(small, testCVV) || !strings.Contains(small, "hides in") {
			t.Errorf("not all there at 60×16:\n%s", small)
		}
		r.press("v")
		r.issuer.vault.err = errors.New(strings.Repeat("a long story ", 30) + "\n" + strings.Repeat("hint ", 50))
		r.press("v")
		check()
	})
}

func TestCardHelpSaysWhatTheKeysDo(t *testing.T) {
	inBubble(t, func(r *rig) {
		r.open(NewCard(r.env, adsCard()))
		words := func() string {
			var b strings.Builder
			for _, k := range r.screen.Keys() {
				b.WriteString(k.Help().Key + " " + k.Help().Desc + "; ")
			}
			return b.String()
		}
		if !strings.Contains(words(), "v reveal;") {
			t.Error(words())
		}
		r.press("v")
		if !strings.Contains(words(), "v hide;") {
			t.Error(words())
		}
	})
}

func TestCardTellsItsHolderAndAlwaysWhatWentWrong(t *testing.T) {
	inBubble(t, func(r *rig) {
		card := adsCard()
		card.HolderID, card.CreatedAt, card.Used = "62119", r.env.Now(), usd("5")
		r.issuer.card = card
		r.issuer.set("card", errors.New("fin: read the card: unreachable\ncheck the network and base_url, then try again"))
		r.open(NewCard(r.env, card))
		r.shows("created     "+r.env.Now().Format(time.DateOnly)+" · holder 62119", "balance not read")
		if small := r.screen.View(60, 13); !strings.Contains(small, "balance not read: fin") || !strings.Contains(small, "check the network") {
			t.Errorf("a small screen does not say what went wrong:\n%s", small)
		}
	})
}
