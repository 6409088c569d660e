package client

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"cardwallet/client/abreast"
	"cardwallet/crypto"
)

// fakeIssuer answers from memory; the embedded nil makes any other call fail loudly.
type fakeIssuer struct {
	Issuer
	cards   []Card
	err     error
	started chan struct{}
	release chan struct{}
	offset  time.Duration
	cardErr error // of one card; without it the issuer has any that is in held
	held    string
}

func (f *fakeIssuer) Card(_ context.Context, id string) (Card, error) {
	switch {
	case f.cardErr != nil:
		return Card{}, f.cardErr
	case id != f.held:
		return Card{}, &Error{Kind: ErrNotFound, Status: 200, Card: true}
	}
	return Card{Profile: "b", ID: id}, nil
}

func (f *fakeIssuer) Cards(ctx context.Context, take func(CardsPage)) error {
	if f.started != nil {
		close(f.started)
		select {
		case <-f.release:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	take(CardsPage{Cards: slices.Clone(f.cards), Done: 1, Pages: 1})
	return f.err
}

func (f *fakeIssuer) ClockOffset() time.Duration { return f.offset }

func (f *fakeIssuer) ClockKnown() bool { return true }

func TestAskingDoesNotWaitInLine(t *testing.T) {
	release := make(chan struct{})
	a := &fakeIssuer{started: make(chan struct{}), release: release}
	b := &fakeIssuer{started: make(chan struct{}), release: release}
	go func() {
		<-a.started
		<-b.started // both are under way before either answers
		close(release)
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for _, r := range NewWallet(Account{Profile: "a", Issuer: a}, Account{Profile: "b", Issuer: b}).Cards(ctx) {
		if r.Err != nil {
			t.Errorf("%s: %v", r.Account.Profile, r.Err)
		}
	}
}

// A panic in a goroutine of its own would end the program at once, with Go's trace and values in it.
func TestAPanicWhileAskingComesToWhoeverAsked(t *testing.T) {
	cause := errors.New("card 4288375123454242")
	w := NewWallet(Account{Profile: "a", Issuer: &fakeIssuer{}}, Account{Profile: "b", Issuer: &fakeIssuer{}})
	ask := func() (caught *abreast.Panic) {
		defer func() { caught, _ = recover().(*abreast.Panic) }()
		Ask(t.Context(), w, func(ctx context.Context, a Account) (int, error) {
			if a.Profile == "a" {
				return 0, nil
			}
			return len(Ask(ctx, w, func(context.Context, Account) (int, error) { panic(cause) })), nil
		})
		return nil
	}
	caught := ask()
	if caught == nil || caught.Cause() != cause {
		t.Fatalf("got %v", caught)
	}
	if text := caught.String(); !strings.Contains(text, "TestAPanicWhileAsking") || strings.Contains(text, "4288") {
		t.Errorf("it is called %s", text)
	}
}

func TestOneFailingAccountDoesNotHideTheOthers(t *testing.T) {
	broken := &Error{Kind: ErrUnreachable, Profile: "b", Op: "list cards"}
	w := NewWallet(
		Account{Profile: "a", Issuer: &fakeIssuer{cards: []Card{{Profile: "a", ID: "1"}}}},
		Account{Profile: "b", Issuer: &fakeIssuer{err: broken}},
	)
	results := w.Cards(t.Context())
	if len(results) != 2 || results[0].Err != nil || len(results[0].Value) != 1 || !errors.Is(results[1].Err, ErrUnreachable) {
		t.Fatalf("got %+v", results)
	}
	// What was found may exist there too: a reader may go on, a payer must not.
	if found, err := w.Find(t.Context(), "1"); err != nil || found.Card.ID != "1" || found.Account.Profile != "a" ||
		!errors.Is(found.Unasked, ErrUnreachable) {
		t.Errorf("found %+v: %v", found, err)
	}
	// The card may be in the account that did not answer: that is not the same as "no such card".
	if _, err := w.Find(t.Context(), "2"); !errors.Is(err, ErrUnreachable) || errors.Is(err, ErrNotFound) {
		t.Errorf("a card that may be in the broken account: %v", err)
	}
}

// TestACardIsFoundByItsIDWhereNoListIs: what cannot be listed can be asked for by its id, and who cannot say is told.
func TestACardIsFoundByItsIDWhereNoListIs(t *testing.T) {
	down := &Error{Kind: ErrUnreachable, Op: "list cards", Status: 503}
	page := &Error{Kind: ErrNotFound, Op: "read the card", Status: 404}
	for name, tt := range map[string]struct {
		a, b    fakeIssuer
		ref     string
		want    string // the profile that has it
		unasked bool
		mayHave int // where nobody has it
	}{
		"has it":             {b: fakeIssuer{err: down, held: "FC9001"}, ref: "FC9001", want: "b"},
		"garbage for a list": {b: fakeIssuer{err: &Error{Kind: ErrGarbage}, held: "FC9001"}, ref: "FC9001", want: "b"},
		"has it, the other cannot say": {a: fakeIssuer{err: down, cardErr: down}, b: fakeIssuer{err: down, held: "FC9001"}, ref: "FC9001",
			want: "b", unasked: true},
		"has it, the other has not": {a: fakeIssuer{err: down}, b: fakeIssuer{err: down, held: "FC9001"}, ref: "FC9001", want: "b"},
		"both have it":              {a: fakeIssuer{err: down, held: "FC9001"}, b: fakeIssuer{err: down, held: "FC9001"}, ref: "FC9001"},
		"says that it has none":     {b: fakeIssuer{err: down}, ref: "FC9001"},
		"cannot say":                {b: fakeIssuer{err: down, cardErr: down}, ref: "FC9001", mayHave: 1},
		"a page that is not there":  {b: fakeIssuer{err: down, cardErr: page}, ref: "FC9001", mayHave: 1},
		"neither can say": {a: fakeIssuer{err: down, cardErr: down}, b: fakeIssuer{err: down, cardErr: down}, ref: "FC9001",
			mayHave: 2},
		"last four digits": {b: fakeIssuer{err: down, held: "4242"}, ref: "4242"},
		"a name":           {b: fakeIssuer{err: down, held: "my card"}, ref: "my card"},
		"in the list of the other": {a: fakeIssuer{cards: []Card{{Profile: "a", ID: "FC9001"}}}, b: fakeIssuer{err: down}, ref: "FC9001",
			want: "a", unasked: true},
	} {
		w := NewWallet(Account{Profile: "a", Issuer: &tt.a}, Account{Profile: "b", Issuer: &tt.b})
		found, err := w.Find(t.Context(), tt.ref)
		if tt.want != "" {
			if err != nil || found.Account.Profile != tt.want || found.Card.ID != tt.ref || (found.Unasked != nil) != tt.unasked ||
				found.Unlisted != (tt.want == "b") {
				t.Errorf("%s: %+v, %v", name, found, err)
			}
			continue
		}
		unsearched, ok := errors.AsType[*Unsearched](err)
		if name == "both have it" {
			if !errors.Is(err, ErrAmbiguous) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if !ok || len(unsearched.MayHave) != tt.mayHave || !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "PROFILE/ID") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMatchCard(t *testing.T) {
	cards := []Card{
		{Profile: "fin", ID: "100", Name: "Ads"}, {Profile: "ads", ID: "100", Name: "Travel", Last4: "4242"},
		{Profile: "ads", ID: "card_2", Name: "Food", Last4: "1111"}, {Profile: "lin", ID: "card_3", Name: "food", Last4: "0000"},
		{Profile: "lin", ID: "Travel", Name: "Other"},
	}
	for ref, want := range map[string]string{
		"fin/100": "fin/100", "ads/100": "ads/100", "card_2": "ads/card_2", "ads": "fin/100", "4242": "ads/100",
		"Travel": "lin/Travel", // an id wins over a name
		"OTHER":  "lin/Travel",
		"#rd_2":  "ads/card_2",
	} {
		if got, err := matchCard(cards, ref); err != nil || got.Key() != want {
			t.Errorf("%q is %s, %v; want %s", ref, got.Key(), err, want)
		}
	}
	for ref, want := range map[string]error{"100": ErrAmbiguous, "FOOD": ErrAmbiguous, "9999": ErrNotFound, "": ErrNotFound,
		"rd_2": ErrNotFound, "#d_2": ErrNotFound, "fin/card_2": ErrNotFound} {
		got, err := matchCard(cards, ref)
		if !errors.Is(err, want) {
			t.Errorf("%q is %s, %v; want %v", ref, got.Key(), err, want)
		}
		if err != nil && !strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: no hint in %v", ref, err)
		}
	}
}

// TestMatchCardByLook: names that look the same are one, whichever characters they were typed with.
func TestMatchCardByLook(t *testing.T) {
	const composed, decomposed = "caf\u00e9", "cafe\u0301"
	for _, name := range []string{composed, decomposed} {
		cards := []Card{{Profile: "fin", ID: "1", Name: name}, {Profile: "fin", ID: "2", Name: "cafe", IssuerName: "Stra\u00dfe"}}
		for _, ref := range []string{composed, decomposed, "CAF\u00c9", "CAFE\u0301"} {
			if got, err := matchCard(cards, ref); err != nil || got.ID != "1" {
				t.Errorf("%+q by %+q: %s, %v", name, ref, got.ID, err)
			}
		}
		if got, err := matchCard(cards, "STRASSE"); err != nil || got.ID != "2" {
			t.Errorf("by the issuer's name: %s, %v", got.ID, err)
		}
		cards = append(cards, Card{Profile: "ads", ID: "3", Name: decomposed})
		for _, ref := range []string{composed, decomposed} {
			if _, err := matchCard(cards, ref); !errors.Is(err, ErrAmbiguous) {
				t.Errorf("%+q and %+q by %+q: %v", name, decomposed, ref, err)
			}
		}
	}
}

func TestAccountRunsOnTheIssuersClock(t *testing.T) {
	local := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	ahead := Account{Issuer: &fakeIssuer{offset: 90 * time.Second}}
	if got := ahead.Now(local); !got.Equal(local.Add(90 * time.Second)) {
		t.Errorf("90 s ahead is %s", got)
	}
	code := Code{ExpiresAt: local.Add(60 * time.Second)}
	if code.Live(ahead.Now(local)) || code.Remaining(ahead.Now(local)) != 0 {
		t.Error("a code that expired on the issuer's clock still counts as live, or has time left")
	}
	longAgo := Code{ReceivedAt: local, ExpiresAt: local.Add(5 * time.Minute)}
	if got := longAgo.Remaining(local.Add(-10 * time.Minute)); got != 5*time.Minute {
		t.Errorf("under a wrong clock a five-minute code has %s left", got)
	}
	if !code.Live(local) || code.Remaining(local) != time.Minute {
		t.Error("a code with a minute left is not seen so")
	}
}

type fixedOpener struct {
	text string
	err  error
}

func (o fixedOpener) Open(context.Context, string) (crypto.Secret, error) {
	if o.err != nil {
		return crypto.Secret{}, o.err
	}
	return crypto.SecretFromString(o.text), nil
}

func TestFieldWithoutAWayToOpenSaysSo(t *testing.T) {
	if _, err := SealedField(FieldPAN, "sealed", nil).Open(t.Context()); err == nil || !strings.Contains(err.Error(), "private_key") {
		t.Errorf("no key: %v", err)
	}
	if _, err := (Field{}).Open(t.Context()); !errors.Is(err, ErrNotFound) {
		t.Errorf("nothing sent: %v", err)
	}
	broken := errors.New("no such key")
	if _, err := SealedField(FieldPAN, "sealed", fixedOpener{err: broken}).Open(t.Context()); !errors.Is(err, broken) {
		t.Errorf("the opener's error is lost: %v", err)
	}
	plain := PlainField(FieldCVV, crypto.SecretFromString("123"))
	plain.Wipe()
	if plain.Present() {
		t.Error("a wiped field is still present")
	}
}

func TestErrorsSayWhatFailedThenTheHint(t *testing.T) {
	err := &Error{Kind: ErrInsufficient, Profile: "fin", Op: "top up", Status: 409, Message: "low\x1b[2J balance\nand more", RequestID: "r-1"}
	want := `fin: top up: insufficient balance: the issuer says "low\x1b[2J balance\nand more" (http 409, request "r-1")` +
		"\nsee what is there with: cardwallet balances"
	if err.Error() != want {
		t.Errorf("got  %q\nwant %q", err, want)
	}
	if !errors.Is(err, ErrRefused) || !errors.Is(err, ErrInsufficient) || errors.Is(err, ErrUnreachable) {
		t.Error("an insufficient balance is a refusal and nothing else")
	}
	if NotSent(err) || !NotSent(&Error{Kind: ErrRateLimited, NotSent: true}) {
		t.Error("NotSent does not follow the error")
	}
}

func TestFundingWallet(t *testing.T) {
	funds := []Funds{
		{ID: "m", Kind: FundsMargin, Available: usd("1")}, {ID: "e", Kind: FundsWallet, Available: Money{Currency: "EUR"}},
		{ID: "empty", Kind: FundsWallet, Available: usd("0")}, {ID: "w", Kind: FundsWallet, Available: usd("5")},
		{ID: "less", Kind: FundsWallet, Available: usd("4")},
	}
	if f, ok := FundingWallet(funds, "USD"); !ok || f.ID != "w" {
		t.Errorf("USD is paid from %q, %v", f.ID, ok)
	}
	if _, ok := FundingWallet(funds, "GBP"); ok {
		t.Error("with two wallets of other currencies one was guessed")
	}
	if f, ok := FundingWallet(funds[:2], "GBP"); !ok || f.ID != "e" {
		t.Errorf("the only wallet is %q, %v", f.ID, ok)
	}
}

// TestANameDoesNotHideTheEndOfAnID: what a card is called, which its issuer may choose, never stands before how lists tell another one.
func TestANameDoesNotHideTheEndOfAnID(t *testing.T) {
	cards := []Card{{Profile: "fin", ID: "18140244105587930251", Name: "mine"}, {Profile: "ads", ID: "card_1", Name: "#0251"}}
	if got, err := matchCard(cards, "#0251"); !errors.Is(err, ErrAmbiguous) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := matchCard(cards[:1], "#0251"); err != nil || got.ID != cards[0].ID {
		t.Errorf("%+v, %v", got, err)
	}
	cards[1].Last4 = "7735"
	for _, ref := range []string{"7735", DigitsBefore + "7735"} { // as lists show it, too
		if got, err := matchCard(cards, ref); err != nil || got.ID != "card_1" {
			t.Errorf("%q: %+v, %v", ref, got, err)
		}
	}
}
