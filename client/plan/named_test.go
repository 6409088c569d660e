package plan

import (
	"testing"

	"cardwallet/client"
)

func TestACardIsMeantByItsEndOrItsID(t *testing.T) {
	known := client.Card{ID: "WB2025", Last4: "4242"}
	byID := client.Card{ID: "card_0fFe"}
	for _, c := range []struct {
		card client.Card
		text string
		want bool
	}{
		{known, "4242", true}, {known, " 4242 ", true}, {known, "WB2025", true}, {known, "#WB2025", true}, {known, "wb2025", false},
		{known, "2025", false}, {known, "", false}, {known, "#", false}, {known, "42", false}, {known, "4242 4242", false},
		{known, "··4242", true}, {known, "··2025", false}, {byID, "0ffe", true},
		{byID, "#0fFe", true}, {byID, "card_0fFe", true}, {byID, "card", false},
		{client.Card{}, "", false}, {client.Card{}, "4242", false}, {client.Card{ID: "7"}, "7", true},
	} {
		if got := NamesCard(c.card, c.text); got != c.want {
			t.Errorf("%q names %+v: %v", c.text, c.card, got)
		}
	}
	if text, what := NameToType(known); text != "4242" || what != "the card's last four digits" {
		t.Errorf("%q, %q", text, what)
	}
	if text, what := NameToType(byID); text != "0fFe" || what != "the end of the card's id" {
		t.Errorf("%q, %q", text, what)
	}
}

// TestWhatACardIsCalled: the name and the end of it, the same for every card that is known equally well.
func TestWhatACardIsCalled(t *testing.T) {
	for _, c := range []struct {
		card                  client.Card
		end, words, besideIDs string
	}{
		{client.Card{ID: "WB2025", Name: "Ads", Last4: "4242"}, "··4242", "Ads ··4242", "Ads ··4242"},
		{client.Card{ID: "WB2025", Name: "Ads"}, "#2025", "Ads #2025", "Ads"},
		{client.Card{ID: "WB2025", Last4: "4242"}, "··4242", "WB2025 ··4242", "··4242"},
		{client.Card{ID: "WB2025"}, "#2025", "WB2025", ""},
		{client.Card{ID: "WB20\u202e25", Name: "Ads"}, "#2025", "Ads #2025", "Ads"},
		{client.Card{Name: "new card"}, "", "new card", "new card"},
		{client.Card{}, "", "", ""},
	} {
		end, words, beside := CardEnd(c.card), CardWords(c.card), NameBesideID(c.card)
		if end != c.end || words != c.words || beside != c.besideIDs {
			t.Errorf("%+v is %q, %q, %q", c.card, end, words, beside)
		}
		if end != "" && !NamesCard(c.card, end) {
			t.Errorf("%q does not name %+v", end, c.card)
		}
	}
}

func TestAnOrderIsMeantByItsEnd(t *testing.T) {
	const order = "CWA7FEBRMXKCF4ZOMCMRMQ6IHD3Z"
	for text, want := range map[string]bool{"HD3Z": true, " hd3z ": true, "": false, "3Z": false, order: false, "HD3Y": false} {
		if got := NamesOrder(order, text); got != want {
			t.Errorf("%q names it: %v", text, got)
		}
	}
	if NamesOrder("", "") || NamesOrder("\u200b", " ") {
		t.Error("nothing names an order without a number")
	}
}

func FuzzLastFour(f *testing.F) {
	for _, seed := range []string{"", "4242", "12\u202e34", "\x1b[2Jabc", "é\u200d1234", "\xff\xfe1", "    "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := LastFour(text)
		if len([]rune(end)) > 4 || LastFour(end) != end {
			t.Errorf("%q ends with %q", text, end)
		}
		if end != "" && !NamesCard(client.Card{ID: text}, end) {
			t.Errorf("%q does not name the card %q", end, text)
		}
	})
}
