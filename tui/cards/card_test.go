package cards

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/crypto"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

var cardSecrets = []string{"4288 3751", screentest.TestPAN, screentest.TestExpiry, screentest.TestCVV}

// wiped fails when anything that was opened is still readable.
func wiped(r *screentest.Rig) {
	r.T.Helper()
	r.Settle()
	c := r.Screen.(*Card)
	for _, f := range c.fields {
		if !f.value.IsZero() {
			r.T.Errorf("the %s is still in memory", f.kind)
		}
	}
	r.Hides(cardSecrets...)
}

func TestCardIsMaskedAndFetchesNothingUnasked(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheCard.Balance = screentest.Usd("99.5")
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Shows("fin at FinHub", "1844674407370955161", "active", "99.50 USD", "virtual, for purchases · BIN 428837",
			"number   •••• •••• •••• ••••", "expiry   ••/••", "CVV      •••")
		r.Hides(cardSecrets...)
		if n := r.Issuer.Count("details"); n != 0 {
			t.Errorf("asked for the details %d times before anybody wanted them", n)
		}
	})
}

func TestCardRevealHidesByItself(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("v")
		r.Shows("4288 3751 2345 4242", screentest.TestExpiry, screentest.TestCVV, "hides in 0:20")
		if _, position := r.Screen.Title(); position != "··4242" {
			t.Errorf("position %q", position)
		}
		r.Tick(2 * time.Second)
		r.Shows("hides in 0:18")
		values := append([]crypto.Secret(nil), r.Screen.(*Card).fields[0].value, r.Screen.(*Card).fields[2].value)
		r.Tick(18 * time.Second)
		wiped(r)
		for _, v := range values {
			if !v.IsZero() {
				t.Error("a copy of the value outlived the reveal")
			}
		}
		r.Shows("•••• •••• •••• 4242") // the last four digits are known by now
		if r.Screen.(*Card).Counting() {
			t.Error("still counting")
		}
	})
}

func TestCardRevealEndsAtOnce(t *testing.T) {
	for name, end := range map[string]func(*screentest.Rig){
		"v":       func(r *screentest.Rig) { r.Press("v") },
		"esc":     func(r *screentest.Rig) { r.Press("esc") },
		"suspend": func(r *screentest.Rig) { r.Screen.(*Card).Hide() },
		"codes":   func(r *screentest.Rig) { r.Press("o") },
		"top-up":  func(r *screentest.Rig) { r.Press("t") },
		"the laptop slept": func(r *screentest.Rig) {
			later := time.Now().Round(0).Add(time.Hour)
			r.Env.Now = func() time.Time { return later }
			r.Take(ui.TickMsg{Now: later})
		},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				r.Open(NewCard(r.Env, screentest.AdsCard()))
				r.Press("v")
				r.Shows(screentest.TestCVV)
				end(r)
				wiped(r)
				if name == "esc" && len(screentest.Got[ui.BackMsg](r)) != 0 {
					t.Error("esc left the screen instead of hiding first")
				}
			})
		})
	}
}

func TestCardEscLeavesWhenNothingIsShown(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("v", "esc", "esc")
		if len(screentest.Got[ui.BackMsg](r)) != 1 {
			t.Errorf("left %d times", len(screentest.Got[ui.BackMsg](r)))
		}
	})
}

func TestCardLateAnswerIsWiped(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Issuer.Vault.Delay = 3 * time.Second
		r.Press("v")
		r.Shows("fetching and opening")
		r.Press("esc")
		if len(screentest.Got[ui.BackMsg](r)) != 0 {
			t.Error("esc left the screen instead of giving up")
		}
		time.Sleep(time.Minute)
		wiped(r)
		for _, s := range r.Issuer.Vault.Given {
			if !s.IsZero() {
				t.Error("a value that came late is still in memory")
			}
		}
	})
}

// Three openings take as long as one.
func TestCardFieldsOpenSideBySide(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Issuer.Vault.Delay = 3 * time.Second
		r.Press("v")
		r.Tick(3 * time.Second)
		r.Shows("4288 3751 2345 4242", screentest.TestExpiry, screentest.TestCVV)
	})
}

func TestCardSecondRevealIsNotCutShortByTheFirst(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("v")
		r.Tick(15 * time.Second)
		r.Press("v", "v")
		r.Tick(10 * time.Second) // past the end of the first
		r.Shows(screentest.TestCVV, "hides in 0:10")
		r.Tick(10 * time.Second)
		wiped(r)
	})
}

func TestCardCopyOpensOnlyThatField(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("down", "down", "down", "c")
		copies := screentest.Got[screen.CopyMsg](r)
		if len(copies) != 1 || copies[0].Value.RevealString() != screentest.TestCVV || copies[0].What != "CVV" {
			t.Fatalf("copied %+v", copies)
		}
		if opened := r.Issuer.Vault.Opened; len(opened) != 1 || opened[0] != "sealed:"+screentest.TestCVV {
			t.Errorf("opened %q", opened)
		}
		wiped(r)
		copies[0].Value.Wipe()

		r.Press("up", "up", "c")
		copies = screentest.Got[screen.CopyMsg](r)
		if len(copies) != 2 || copies[1].Value.RevealString() != screentest.TestPAN || copies[1].What != "number" {
			t.Errorf("copied %+v", copies)
		}
		wiped(r)
	})
}

// TestOnlyTheKeyForItReveals: who presses enter twice on a card in the list must not have its number on the screen.
func TestOnlyTheKeyForItReveals(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("enter", "down", "enter", "down", "enter")
		told := screentest.Got[ui.NoticeMsg](r)
		if len(told) != 3 || told[0].Text != "v shows the values, c copies the selected one" {
			t.Errorf("told %+v", told)
		}
		if n := r.Issuer.Count("details"); n != 0 || len(screentest.Got[screen.CopyMsg](r)) != 0 {
			t.Errorf("fetched %d times, copied %v", n, screentest.Got[screen.CopyMsg](r))
		}
		wiped(r)
		r.Press("v", "enter") // what is shown stays, and nothing is copied
		r.Shows("4288 3751 2345 4242", "hides in 0:20")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 0 {
			t.Errorf("copied %v", copies)
		}
	})
}

func TestCardCopyOfWhatIsShownSurvivesHiding(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("v", "down", "c", "esc")
		copies := screentest.Got[screen.CopyMsg](r)
		if len(copies) != 1 || copies[0].Value.RevealString() != screentest.TestExpiry {
			t.Errorf("copied %+v", copies)
		}
		if n := r.Issuer.Count("details"); n != 1 {
			t.Errorf("fetched %d times", n)
		}
	})
}

func TestCardOpeningFailsInWordsAndCanBeRetried(t *testing.T) {
	for name, tc := range map[string]struct {
		err  error
		want []string
	}{
		"wrong key": {errors.New("cannot be opened with this key\n" +
			"check that private_key is the one registered with the issuer"), []string{"cannot be opened with this key", "private_key is the one"}},
		"other data": {client.ErrForm, []string{"wrong form"}},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				r.Open(NewCard(r.Env, screentest.AdsCard()))
				r.Issuer.Vault.Err = tc.err
				r.Press("v")
				r.Shows(append(tc.want, "120.00 USD", "••••")...)
				wiped(r)
				r.Issuer.Vault.Err = nil
				r.Press("v")
				r.Shows(screentest.TestCVV)
				r.Hides(tc.want...)
			})
		})
	}
}

func TestCardOneBadFieldHidesNoOther(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheDetails.CVV = r.Issuer.Vault.Sealed(client.FieldCVV, "not a cvv")
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("v")
		r.Shows("4288 3751 2345 4242", screentest.TestExpiry, "CVV      not readable: the opened value has the wrong form: it is no cvv",
			"private_key", "hides in")
		r.Hides("not a cvv\n  not a cvv")
		var noted []string
		for _, m := range screentest.Got[screen.AuditMsg](r) {
			noted = append(noted, string(m.Entry.Outcome)+" "+m.Entry.What)
		}
		slices.Sort(noted)
		if diff := cmp.Diff([]string{string(client.AuditDone) + " number, expiry", string(client.AuditFailed) + " cvv"}, noted); diff != "" {
			t.Error(diff)
		}
		for _, size := range screentest.TestSizes {
			screentest.Fits(t, r.Screen, size[0], size[1])
		}
		r.Press("v")
		wiped(r)
		r.Hides("not readable", "4288 3751")
		r.Press("down", "down", "c") // the CVV alone
		r.Shows("wrong form", "private_key")
		wiped(r)
	})
}

func TestCardShowsOddValuesAsTheyAre(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		vault := r.Issuer.Vault
		r.Issuer.TheDetails = client.Details{
			Number: vault.Sealed(client.FieldPAN, "4288 3751 2345 4241"), Expiry: vault.Sealed(client.FieldExpiry, "Sep 31"),
			CVV: vault.Sealed(client.FieldCVV, "73 8\n"),
		}
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("v")
		r.Shows("4288 3751 2345 4241  fails its check digit", "Sep 31  not a month and year", "73 8  not 3 or 4 digits")
		for _, size := range screentest.TestSizes {
			screentest.Fits(t, r.Screen, size[0], size[1])
		}
		r.Press("v")
		r.Hides("check digit", "not a month", "not 3 or 4")
		wiped(r)

		r.Issuer.TheDetails.Number = vault.Sealed(client.FieldPAN, "428837******4242")
		r.Issuer.TheDetails.Expiry = vault.Sealed(client.FieldExpiry, "9/31")
		r.Press("v")
		r.Shows("428837******4242  not only digits", "09/31")
		r.Hides("not a month")
		if _, position := r.Screen.Title(); position != "··4242" {
			t.Errorf("position %q", position)
		}
	})
}

func TestCardOfAnIssuerWithoutAKeyBlamesNone(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheDetails.CVV = client.PlainField(client.FieldCVV, crypto.SecretFromString("none"))
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("v")
		r.Shows("4288 3751 2345 4242", "CVV      not readable: unreadable answer: what the issuer sent is no cvv", "no key is to blame")
		r.Hides("private_key")
	})
}

func TestCardWithoutKeyOrDetails(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheDetails = client.Details{Number: client.SealedField(client.FieldPAN, "x", nil)}
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("v")
		r.Shows("no private key for this profile", "set private_key in the config")
		r.Issuer.TheDetails = client.Details{}
		r.Press("v")
		r.Shows("sent no number")
		r.Issuer.Set("details", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "read card details"})
		r.Press("c")
		r.Shows("unreachable", "check the network")
	})
}

func TestGiftCardHasALink(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheDetails = client.Details{ActivateURL: r.Issuer.Vault.Sealed(client.FieldURL, screentest.TestLink)}
		card := screentest.AdsCard()
		card.Form = client.FormLink
		r.Open(NewCard(r.Env, card))
		r.Shows("link")
		r.Hides("CVV", screentest.TestLink)
		r.Press("v")
		r.Shows(screentest.TestLink)
		r.Press("c")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 1 || copies[0].What != "link" ||
			copies[0].Value.RevealString() != screentest.TestLink {
			t.Errorf("copied %+v", copies)
		}
		r.Press("esc")
		r.Hides(screentest.TestLink)
	})
}

func TestCardThatTurnsOutToBeAGiftCard(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Issuer.TheDetails = client.Details{ActivateURL: r.Issuer.Vault.Sealed(client.FieldURL, screentest.TestLink)}
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Press("down", "down", "c") // the CVV, which it has not
		r.Shows("no such value", "link")
		r.Press("c")
		if copies := screentest.Got[screen.CopyMsg](r); len(copies) != 1 || copies[0].What != "link" {
			t.Errorf("copied %+v", copies)
		}
	})
}

func TestCardBalanceIsReadAgain(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		r.Issuer.TheCard.Balance = screentest.Usd("77")
		r.Press("r")
		r.Shows("77.00 USD")
		r.Issuer.TheCard.Balance = screentest.Usd("88")
		r.Take(screen.MovedMsg{Movement: client.Movement{Profile: "fin", CardID: "another"}})
		r.Settle()
		r.Shows("77.00 USD")
		r.Take(screen.MovedMsg{Movement: client.Movement{Profile: "fin", CardID: screentest.AdsCard().ID}})
		r.Settle()
		r.Shows("88.00 USD")

		r.Issuer.Set("card", &client.Error{Kind: client.ErrUnreachable, Op: "read card"})
		r.Press("r")
		r.Shows("88.00 USD", "balance not read", "unreachable")
		r.Issuer.Set("card", nil)
		r.Press("r")
		r.Hides("unreachable")
	})
}

func TestCardForeignTextIsSafe(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		hostile := "a\x1b]52;c;eA==\x07b\u009bc\u202ed\re"
		card := client.Card{
			Profile: "fin", Issuer: hostile, ID: hostile, Name: hostile, Status: client.CardStatus("active"), IssuerStatus: hostile,
			TypeID: hostile, BIN: hostile, Category: hostile, Last4: hostile, Balance: client.Money{Currency: hostile},
		}
		r.Issuer.TheCard = card
		r.Issuer.Set("card", errors.New(hostile+"\n"+hostile))
		r.Open(NewCard(r.Env, card))
		where, position := r.Screen.Title()
		for _, text := range []string{r.Screen.View(80, 21), where, position} {
			if strings.ContainsAny(strings.ReplaceAll(screentest.StripStyle(text), "\n", ""), "\x1b\x07\r\u009b\u202e") {
				t.Errorf("unsafe: %q", text)
			}
		}
	})
}

func TestCardFitsEverySize(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		check := func() {
			for _, size := range screentest.TestSizes {
				screentest.Fits(t, r.Screen, size[0], size[1])
			}
		}
		check()
		r.Press("v")
		check()
		if small := r.Screen.View(60, 13); !strings.Contains(small, screentest.TestCVV) || !strings.Contains(small, "hides in") {
			t.Errorf("not all there at 60×16:\n%s", small)
		}
		r.Press("v")
		r.Issuer.Vault.Err = errors.New(strings.Repeat("a long story ", 30) + "\n" + strings.Repeat("hint ", 50))
		r.Press("v")
		check()
	})
}

func TestCardHelpSaysWhatTheKeysDo(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		r.Open(NewCard(r.Env, screentest.AdsCard()))
		words := func() string {
			var b strings.Builder
			for _, k := range r.Screen.Actions() {
				b.WriteString(k.Key.Help().Key + " " + k.Key.Help().Desc + "; ")
			}
			return b.String()
		}
		if !strings.Contains(words(), "v reveal;") {
			t.Error(words())
		}
		r.Press("v")
		if !strings.Contains(words(), "v hide;") {
			t.Error(words())
		}
	})
}

func TestCardTellsItsHolderAndAlwaysWhatWentWrong(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		card := screentest.AdsCard()
		card.HolderID, card.CreatedAt, card.Used = "62119", r.Env.Now(), screentest.Usd("5")
		r.Issuer.TheCard = card
		r.Issuer.Set("card", errors.New("fin: read the card: unreachable\ncheck the network and base_url, then try again"))
		r.Open(NewCard(r.Env, card))
		r.Shows("made      01 Jan", "holder    62119 (name not read)", "balance not read")
		if small := r.Screen.View(60, 13); !strings.Contains(small, "balance not read: fin") || !strings.Contains(small, "check the network") {
			t.Errorf("a small screen does not say what went wrong:\n%s", small)
		}
	})
}
