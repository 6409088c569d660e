package deck

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// equal compares what the cards say: two decimals may be of other pieces of memory, but have the same digits and the same exponent.
func equal(a, b client.Card) bool {
	same := func(x, y client.Money) bool {
		return x.Currency == y.Currency && x.Amount.Equal(y.Amount) && x.Amount.Exponent() == y.Amount.Exponent()
	}
	if !same(a.Balance, b.Balance) || !same(a.Used, b.Used) {
		return false
	}
	a.Balance, a.Used, b.Balance, b.Used = client.Money{}, client.Money{}, client.Money{}, client.Money{}
	return reflect.DeepEqual(a, b)
}

// generated is a card that has of each part what issuers send, and what they should not.
func generated(random *rand.Rand) client.Card {
	one := func(of ...string) string { return of[random.IntN(len(of))] }
	text := func() string {
		return one("", "Ads EU", "ads", "1844674407370955161", "\x1b[31mred", "a\u202eb", "two\nlines", "名前", strings.Repeat("long ", 200),
			fmt.Sprint(random.Uint64()))
	}
	amounts := []string{"0", "0.00", "1.50", "1.5", "-13981.20", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e30",
		"123456789012345678901234567890.12", "1e-8", "0.00000001", "1e127", "1e128", "1e-128", "1e-129", "25e2"}
	money := func() client.Money {
		if random.IntN(4) == 0 {
			return client.Money{}
		}
		m := client.Money{Amount: decimal.RequireFromString(one(amounts...)), Currency: one("USD", "EUR", "JPY", "USDT", "")}
		return m
	}
	zones := []*time.Location{time.UTC, time.Local, time.FixedZone("", 8*3600), time.FixedZone("CST", 8*3600)}
	card := client.Card{
		Profile: one("fin", "ads"), Issuer: one("finhub", "aurex", ""), ID: text(), Name: text(), IssuerName: text(),
		Status: client.CardStatus(one("active", "frozen", "odd")), IssuerStatus: text(), Balance: money(), Used: money(),
		Shared: random.IntN(5) == 0, MayShare: random.IntN(5) == 0, Last4: one("", "4242", "42", text()), TypeID: one("", "111021"),
		BIN: one("", "428837"), Category: one("", "GIFT"), Form: client.CardForm(random.IntN(4)), HolderID: text(),
		Unreadable: client.Unreadable(one("", "", "amount", "amount, status")),
	}
	if random.IntN(3) > 0 {
		card.CreatedAt = time.Unix(random.Int64N(4e9)-1e9, random.Int64N(1e9)).In(zones[random.IntN(len(zones))])
	}
	if random.IntN(4) == 0 {
		card.Limits = &client.Limits{NoPINAmount: money(), AllowedMCC: []string{"5411"}}
	}
	if random.IntN(50) == 0 {
		card.Name = strings.Repeat("x", 70_000)
	}
	return card
}

func TestARowHasAllThatTheCardHas(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	cards := []client.Card{{}, {ID: "only"}}
	for range 5000 {
		cards = append(cards, generated(random))
	}
	for i, row := range NewPacker().Rows(slices.Clone(cards)) {
		card := cards[i]
		if got := row.Card(); !equal(got, card) {
			t.Fatalf("card %d is\n%+v, and was\n%+v", i, got, card)
		}
		got := row.Named()
		got.Balance, got.Used = card.Balance, card.Used
		if !equal(got, card) || row.ID() != card.ID || row.Profile() != card.Profile || row.Key() != card.Key() ||
			row.Status() != card.Status || row.Shared() != card.Shared || row.Currency() != card.Own().Currency {
			t.Fatalf("card %d: its parts are not those of\n%+v", i, card)
		}
		if !equal(client.Card{Balance: row.Balance()}, client.Card{Balance: card.Balance}) {
			t.Fatalf("card %d: the balance is %v, and was %v", i, row.Balance(), card.Balance)
		}
		if name := row.Name(); name != ui.Safe(name) || card.Unreadable == "" && card.Name != "" && name != screen.CardName(card) {
			t.Fatalf("card %d is called %q, and not %q", i, name, screen.CardName(card))
		}
		if row.BalanceCells() != min(255, ui.Width(row.BalanceWords())) {
			t.Fatalf("card %d: %q has not %d cells", i, row.BalanceWords(), row.BalanceCells())
		}
	}
}

// TestRowsStandInOneOrder: however amounts are kept, they compare as amounts do, and the order is the same from whatever it began.
func TestRowsStandInOneOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var cards []client.Card
	for i := range 300 {
		card := generated(random)
		card.ID = fmt.Sprint(i)
		cards = append(cards, card)
	}
	rows := NewPacker().Rows(cards)
	live := func() map[string]time.Duration { return map[string]time.Duration{cards[7].Key(): time.Minute} }
	for by := range Sorts {
		order := by.Order(rows, live)
		first := slices.SortedFunc(slices.Values(rows), order)
		random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		if second := slices.SortedFunc(slices.Values(rows), order); !slices.Equal(first, second) {
			t.Errorf("by %s: two orders", by)
		}
		for i := range first[1:] {
			a, b := first[i], first[i+1]
			if by == ByBalance && a.Currency() != "" && a.Currency() == b.Currency() && a.Balance().Amount.LessThan(b.Balance().Amount) {
				t.Errorf("%v stands before %v", a.Balance(), b.Balance())
			}
		}
	}
}

// TestRowsAreSmall: a list of 100,000 has some 45 MiB for all that it is.
func TestRowsAreSmall(t *testing.T) {
	if size := unsafe.Sizeof(Row{}); size > 88 {
		t.Errorf("a row has %d bytes, at most 88", size)
	}
	cards := make([]client.Card, 1000)
	for i := range cards {
		cards[i] = client.Card{Profile: "fin", ID: fmt.Sprint(i), Name: fmt.Sprint("card ", i), Status: client.CardActive,
			Balance: client.NewMoney(decimal.New(int64(i), -2), "USD")}
	}
	p := NewPacker()
	if p.Rows(cards); len(p.known) != 1 {
		t.Errorf("what 1000 cards have in common stands %d times", len(p.known))
	}
}
