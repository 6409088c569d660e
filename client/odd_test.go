package client

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

func TestOddRecordsAreNamedWithoutValues(t *testing.T) {
	e := OddRecords{Profile: "fin", Op: "list cards"}
	if e.Add("card", "1", 1, ""); e.Err() != nil {
		t.Errorf("a record that was read whole: %v", e.Err())
	}
	e.Add("card", "123", 2, "status")
	first, _, _ := strings.Cut(e.Error(), "\n")
	if want := "fin: list cards: record card 123: unreadable: status"; first != want {
		t.Errorf("got %q, want %q", first, want)
	}
	if !e.AllNamed() {
		t.Error("each has its id")
	}
	e.Add("card", "", 7, NoRecord)
	e.Add("card", "\x1b[2J", 8, "amount")
	e.Add("card", "", 9, "")
	e.Add("card", "9", 10, "amount")
	first, hint, _ := strings.Cut(e.Error(), "\n")
	want := `fin: list cards: record card 123: unreadable: status; record 7: unreadable: all of it; record card "\x1b[2J": unreadable: ` +
		`amount; and 2 more`
	if first != want || !strings.Contains(hint, "--debug") || e.AllNamed() {
		t.Errorf("got %q, %q, want %q", first, hint, want)
	}
	wrapped := fmt.Errorf("read: %w", e.Err())
	var failed *Error
	if !errors.Is(wrapped, ErrGarbage) || !errors.As(wrapped, &failed) || failed.Profile != "fin" || !OnlyOdd(wrapped) ||
		Readable(wrapped) != nil {
		t.Errorf("%v is not what it is", wrapped)
	}
	other := &Error{Kind: ErrGarbage}
	var all OddRecords
	if OnlyOdd(other) || Readable(other) != other || all.Take(other) != other || all.Err() != nil {
		t.Error("another error is taken for odd records")
	}
	if all.Take(wrapped) != nil || len(all.Records) != 5 || all.Profile != "fin" || all.AllNamed() {
		t.Errorf("taken: %+v", all)
	}
}

func TestUnreadableNames(t *testing.T) {
	u := Unreadable("").And("balance").And("status")
	if u.Words() != "unreadable: balance, status" || !u.Has("status") || u.Has("stat") || u.Without("balance") != "status" ||
		u.Without("status").Without("balance").Words() != "" {
		t.Errorf("got %q", u)
	}
}

// A card that is read again keeps what only the list knew, and is as it was read in what changes.
func TestRenewedCards(t *testing.T) {
	fresh := map[string]bool{"Status": true, "IssuerStatus": true, "Balance": true, "Limits": true, "Unreadable": true}
	var listed Card
	v := reflect.ValueOf(&listed).Elem()
	for i := range v.NumField() {
		switch field := v.Field(i).Addr().Interface().(type) {
		case *string:
			*field = "listed " + v.Type().Field(i).Name
		case *CardStatus:
			*field = CardFrozen
		case *CardForm:
			*field = FormVirtual
		case *bool:
			*field = true
		case *Unreadable:
			*field = "status"
		case *Money:
			*field = NewMoney(decimal.NewFromInt(5), "USD")
		case *time.Time:
			*field = time.Unix(1, 0)
		case **Limits:
			*field = &Limits{}
		default:
			t.Fatalf("a field of the kind %T", field)
		}
	}
	kept := reflect.ValueOf(listed.Renewed(Card{}))
	for i := range kept.NumField() {
		name := kept.Type().Field(i).Name
		if kept.Field(i).IsZero() != fresh[name] {
			t.Errorf("%s after a reading that did not say: %v", name, kept.Field(i))
		}
	}
	for name, c := range map[string]struct{ listed, read, want Card }{
		"type known before":   {Card{TypeID: "7"}, Card{TypeID: "7", MayShare: true}, Card{TypeID: "7"}},
		"shared before":       {Card{TypeID: "7", Shared: true}, Card{TypeID: "7", MayShare: true}, Card{TypeID: "7", Shared: true}},
		"type known now":      {Card{TypeID: "7", MayShare: true}, Card{TypeID: "7"}, Card{TypeID: "7"}},
		"type never known":    {Card{TypeID: "7", MayShare: true}, Card{TypeID: "7", MayShare: true}, Card{TypeID: "7", MayShare: true}},
		"nothing said before": {Card{}, Card{TypeID: "7", MayShare: true}, Card{TypeID: "7", MayShare: true}},
	} {
		if got := c.listed.Renewed(c.read); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	read := Card{Profile: "p", Status: CardActive, BIN: "1", Category: "GIFT", HolderID: "2", Last4: "4242", Name: "n",
		Used: NewMoney(decimal.Zero, "EUR")}
	got := listed.Renewed(read)
	if got.Status != CardActive || got.BIN != "1" || got.Category != "GIFT" || got.HolderID != "2" || got.Last4 != "4242" ||
		got.Name != "n" || got.Used != read.Used ||
		got.ID != listed.ID || got.Profile != listed.Profile || got.TypeID != listed.TypeID {
		t.Errorf("got %+v", got)
	}
}
