package plan

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"cardwallet/client"
)

func usd(digits string) client.Money {
	if digits == "" {
		return client.Money{}
	}
	return client.NewMoney(decimal.RequireFromString(digits), "USD")
}

func limits(low, high string) client.Terms {
	return client.Terms{Currency: "USD", Decimals: 2, Rate: decimal.RequireFromString("0.03"), RoundUp: true,
		Min: decimal.NewNullDecimal(decimal.RequireFromString(low)), Max: decimal.NewNullDecimal(decimal.RequireFromString(high))}
}

func TestPrice(t *testing.T) {
	for name, c := range map[string]struct {
		kind        client.MovementKind
		text        string
		amount, fee client.Money
		is          error
		says        string
	}{
		"an amount":          {client.MoveTopUp, " 25.50 usd ", usd("25.50"), usd("0.77"), nil, ""},
		"another currency":   {client.MoveTopUp, "25 EUR", usd(""), usd(""), client.ErrAmount, "this card takes USD"},
		"no amount":          {client.MoveTopUp, "2,5", usd(""), usd(""), client.ErrAmount, "only digits"},
		"nothing":            {client.MoveTopUp, "0", usd(""), usd(""), client.ErrAmount, "more than zero"},
		"nothing, withdrawn": {client.MoveWithdraw, "0", usd(""), usd(""), client.ErrAmount, "more than zero"},
		"a new card's none":  {client.MoveCreate, "0", usd("0"), usd(""), client.ErrTerms, "at least 10.00 USD"},
		"too little":         {client.MoveTopUp, "9.99", usd("9.99"), usd(""), client.ErrTerms, "at least 10.00 USD"},
		"too much":           {client.MoveTopUp, "500.01", usd("500.01"), usd(""), client.ErrTerms, "at most 500.00 USD"},
		"never rounded":      {client.MoveTopUp, "25.005", usd("25.005"), usd(""), client.ErrTerms, "2 decimals"},
	} {
		q, err := Price(c.kind, limits("10", "500"), c.text)
		if !errors.Is(err, c.is) || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if q.Amount.String() != c.amount.String() || q.Fee.String() != c.fee.String() || err != nil && q.Total.Known() {
			t.Errorf("%s: %+v", name, q)
		}
	}
}

// Terms that refuse any amount need not say in which currency.
func TestPriceOfWhatIsRefused(t *testing.T) {
	for _, text := range []string{"10", "10 USD", "ten"} {
		q, err := Price(client.MoveTopUp, client.Terms{Refusal: "the card is frozen"}, text)
		if !errors.Is(err, client.ErrTerms) || errors.Is(err, client.ErrAmount) || !strings.Contains(err.Error(), "the card is frozen") {
			t.Errorf("%s: %v", text, err)
		}
		if q.Amount.Known() {
			t.Errorf("%s: %+v", text, q)
		}
	}
}

func TestOnlyAmount(t *testing.T) {
	if amount, only := OnlyAmount(limits("0", "0")); !only || amount.String() != "0.00 USD" {
		t.Errorf("%s, %v", amount, only)
	}
	for _, terms := range []client.Terms{limits("0", "1"), {Currency: "USD"}} {
		if amount, only := OnlyAmount(terms); only {
			t.Errorf("%s is not the only amount", amount)
		}
	}
}

func TestBalancesOf(t *testing.T) {
	wallet := client.Funds{ID: "w", Kind: client.FundsWallet, Available: usd("100")}
	budget := client.Funds{ID: "b", Kind: "budget", Available: usd("7")}
	card := client.Intent{Card: client.Card{Balance: usd("3")}}
	onBudget := client.Intent{New: client.NewCard{AccountID: "b"}}
	elsewhere := client.Intent{New: client.NewCard{AccountID: "x"}}
	for name, c := range map[string]struct {
		in    client.Intent
		funds []client.Funds
		want  Balances
	}{
		"of a card":                  {card, []client.Funds{budget, wallet}, Balances{usd("100"), usd("3")}},
		"wallet not read":            {card, nil, Balances{usd(""), usd("3")}},
		"of a budget card":           {onBudget, []client.Funds{wallet, budget}, Balances{usd("7"), usd("")}},
		"of an account that is not ": {elsewhere, []client.Funds{wallet, budget}, Balances{}},
		"of a new card":              {client.Intent{}, []client.Funds{wallet}, Balances{usd("100"), usd("")}},
	} {
		got := BalancesOf(c.in, c.funds, "USD")
		if got.Wallet.String() != c.want.Wallet.String() || got.Card.String() != c.want.Card.String() {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestShort(t *testing.T) {
	quote := func(amount, fee string) client.Quote {
		q := client.Quote{Amount: usd(amount), Fee: usd(fee), Total: usd(amount)}
		if fee != "" {
			q.Total = q.Total.Add(q.Fee)
		}
		return q
	}
	estimated := quote("99", "2")
	estimated.Estimated = true
	for name, c := range map[string]struct {
		kind   client.MovementKind
		before Balances
		q      client.Quote
		says   string
	}{
		"enough": {client.MoveTopUp, Balances{usd("100"), usd("")}, quote("98", "2"), ""},
		"not the fee": {client.MoveTopUp, Balances{usd("100"), usd("")}, quote("99", "2"),
			"insufficient balance: the wallet has 100.00 USD, the total is 101.00 USD"},
		"perhaps not the fee": {client.MoveTopUp, Balances{usd("100"), usd("")}, estimated, ""},
		"not known":           {client.MoveTopUp, Balances{}, quote("99", "2"), ""},
		"another currency":    {client.MoveTopUp, Balances{client.NewMoney(decimal.Zero, "EUR"), usd("")}, quote("99", "2"), ""},
		"the card's": {client.MoveWithdraw, Balances{usd("100"), usd("5")}, quote("5.01", ""),
			"insufficient balance: the card has 5.00 USD"},
		"all that is on the card":  {client.MoveWithdraw, Balances{usd("0"), usd("5")}, quote("5", ""), ""},
		"a card that is not known": {client.MoveWithdraw, Balances{}, quote("5", ""), ""},
		"a new card":               {client.MoveCreate, Balances{usd("1"), usd("")}, quote("1", "1"), "the total is 2.00 USD"},
	} {
		err := c.before.Short(c.kind, c.q)
		if (err != nil) != (c.says != "") || err != nil && (!strings.Contains(err.Error(), c.says) || !errors.Is(err, client.ErrInsufficient)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Of money nothing is made and nothing is lost but the fee, whatever the amounts, and what is not known stays so.
func TestMoneyIsKept(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	some := func() client.Money {
		if random.IntN(6) == 0 {
			return client.Money{}
		}
		return client.NewMoney(decimal.New(random.Int64N(1e12), -random.Int32N(9)), "USD")
	}
	kinds := slices.DeleteFunc(client.Kinds(), client.MovementKind.IsChange)
	for range 20_000 {
		terms := client.Terms{Currency: "USD", Decimals: 8, Rate: decimal.New(random.Int64N(100), -3), Fixed: decimal.New(random.Int64N(500), -2),
			RoundUp: random.IntN(2) == 0, FeeUnknown: random.IntN(4) == 0, Estimated: random.IntN(2) == 0}
		kind, amount := kinds[random.IntN(len(kinds))], decimal.New(1+random.Int64N(1e9), -random.Int32N(9))
		q, err := Price(kind, terms, amount.String())
		if err != nil || !q.Amount.Amount.Equal(amount) {
			t.Fatalf("%s became %s: %v", amount, q.Amount, err)
		}
		before := Balances{some(), some()}
		after, estimated := before.After(kind, q)
		if !q.Fee.Known() && !estimated {
			t.Fatalf("%+v: a fee that is not known is no estimate", q)
		}
		if after.Wallet.Known() != before.Wallet.Known() || after.Card.Known() != before.Card.Known() {
			t.Fatalf("%+v became %+v", before, after)
		}
		if before.Wallet.Known() && before.Card.Known() {
			lost := before.Wallet.Add(before.Card).Sub(after.Wallet.Add(after.Card))
			if want := q.Fee.Amount; !lost.Amount.Equal(want) {
				t.Fatalf("%s of %s: %s lost, the fee is %s", kind, q.Amount, lost, q.Fee)
			}
		}
		if short := before.Short(kind, q); short == nil && !q.Estimated && kind != client.MoveWithdraw && after.Wallet.Amount.IsNegative() {
			t.Fatalf("%+v pays %+v", before, q)
		} else if short != nil && !after.Wallet.Amount.IsNegative() && !after.Card.Amount.IsNegative() {
			t.Fatalf("%+v does not pay %+v: %v", before, q, short)
		}
	}
}

// mover is an issuer that has some movements.
type mover struct {
	client.Issuer
	client.Mover
	kinds string
}

func (m mover) Moves(kind client.MovementKind) bool { return strings.Contains(m.kinds, string(kind)) }

func TestRefused(t *testing.T) {
	fin := client.Account{Profile: "fin", Kind: "finhub", Issuer: mover{kinds: "topup freeze"}}
	ads := client.Account{Profile: "ads", Kind: "aurex", Issuer: mover{kinds: "topup"}}
	audit := client.Account{Profile: "audit", Kind: "finhub", Issuer: mover{kinds: "topup"}, ReadOnly: true}
	for name, c := range map[string]struct {
		account client.Account
		kind    client.MovementKind
		all     []client.Account
		is      error
		says    string
	}{
		"offered": {ads, client.MoveTopUp, nil, nil, ""},
		"by another": {ads, client.MoveFreeze, []client.Account{ads, fin}, client.ErrUnsupported,
			"ads: freeze is not offered by this issuer\noffered by fin (FinHub)"},
		"by several": {client.Account{Profile: "x"}, client.MoveTopUp, []client.Account{ads, fin}, client.ErrUnsupported,
			"offered by ads (Aurex), fin (FinHub)"},
		"by none here":      {ads, client.MoveFreeze, []client.Account{ads}, client.ErrUnsupported, "\nno account here does, FinHub does"},
		"by none here, all": {client.Account{Profile: "x"}, client.MoveTopUp, nil, client.ErrUnsupported, "\nno account here does"},
		"read-only":         {audit, client.MoveTopUp, nil, client.ErrReadOnly, "audit: the profile is read-only\nremove read_only"},
		"neither":           {audit, client.MovePIN, nil, client.ErrUnsupported, "audit: PIN change is not offered"},
	} {
		err := Refused(c.account, c.kind, func() []client.Account { return c.all })
		if !errors.Is(err, c.is) || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := NotOffered(audit, client.MoveTopUp, nil); err != nil {
		t.Errorf("what is offered and not allowed: %v", err)
	}
}
