package finhub_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/finhub"
	"cardwallet/client/sandbox"
	"cardwallet/crypto"
)

// The sandbox's first cards, by their place.
const (
	normalCard = iota
	holderCard
	euroCard
	frozenCard
	inactiveCard
	giftCard
	blockedCard
	wholeCard
	canceledCard
	budgetCard
	plasticCard
	pendingCard
)

const goodPIN = "482915"

func cardID(box *sandbox.Sandbox, place int) string { return box.CardIDs(sandbox.IssuerFinHub)[place] }

func truth(t *testing.T, box *sandbox.Sandbox, id string) sandbox.Truth {
	t.Helper()
	out, ok := box.Truth(id)
	if !ok {
		t.Fatalf("the sandbox has no card %s", id)
	}
	return out
}

// changes are one change of each kind that the sandbox carries out, with the path that each takes.
func changes(t *testing.T, box *sandbox.Sandbox) map[string]client.Order {
	t.Helper()
	order := func(kind client.MovementKind, place int, change client.Change) client.Order {
		return client.Order{ID: orderID, Kind: kind, CardID: cardID(box, place), Change: change}
	}
	limits := client.Limits{NoPINAmount: money("120.5", "USD"),
		Controls:   []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: money("75", "USD")}},
		AllowedMCC: []string{"5411", "0742"}}
	code := truth(t, box, cardID(box, inactiveCard)).ActiveCode
	return map[string]client.Order{
		"/card/v2/freeze":   order(client.MoveFreeze, normalCard, client.Change{}),
		"/card/v2/unfreeze": order(client.MoveUnfreeze, frozenCard, client.Change{}),
		"/card/cancel":      order(client.MoveCancel, normalCard, client.Change{}),
		"/card/updatePin":   order(client.MovePIN, plasticCard, client.Change{PIN: crypto.SecretFromString(goodPIN)}),
		"/card/v2/update":   order(client.MoveLimits, plasticCard, client.Change{Limits: limits}),
		"/card/activate": order(client.MoveActivate, inactiveCard,
			client.Change{PIN: crypto.SecretFromString(goodPIN), ActivationCode: crypto.SecretFromString(code),
				Limits: client.Limits{NoPINAmount: money("100", "USD")}}),
	}
}

func TestChangesAtTheSandbox(t *testing.T) {
	for path, want := range map[string]struct {
		during, after client.CardStatus
		word          string
	}{
		"/card/v2/freeze":   {client.CardFreezing, client.CardFrozen, "Freeze"},
		"/card/v2/unfreeze": {client.CardUnfreezing, client.CardActive, "UnFreeze"},
		"/card/cancel":      {client.CardCanceling, client.CardCanceled, "cancel"},
		"/card/updatePin":   {client.CardActive, client.CardActive, "update_pin"},
		"/card/v2/update":   {client.CardActive, client.CardActive, "card_update"},
		"/card/activate":    {client.CardInactive, client.CardActive, "card_activated"},
	} {
		t.Run(path[1:], func(t *testing.T) {
			now := newClock()
			d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now, StepDelay: time.Second})
			order := changes(t, box)[path]
			terms, err := d.ChangeTerms(t.Context(), client.Card{ID: order.CardID}, order.Kind)
			if err != nil || terms.Refusal != "" || terms.Currency != "USD" {
				t.Fatalf("%+v, %v", terms, err)
			}
			if err := terms.Check(order.Kind, order.Change); err != nil {
				t.Fatal(err)
			}
			before := truth(t, box, order.CardID)
			got, err := d.Send(t.Context(), order)
			if err != nil || got.Status != client.OperationProcessing || got.Kind != want.word || got.OrderID != orderID ||
				got.CardID != order.CardID || got.Amount.Known() {
				t.Fatalf("%+v, %v", got, err)
			}
			if card, err := d.Card(t.Context(), order.CardID); err != nil || card.Status != want.during {
				t.Errorf("at once: %s, %v", card.Status, err)
			}
			now.Add(time.Minute)
			card, err := d.Card(t.Context(), order.CardID)
			if err != nil || card.Status != want.after {
				t.Errorf("in the end: %s, %v", card.Status, err)
			}
			checkChanged(t, order, before, truth(t, box, order.CardID), card)
			if order.Kind != client.MoveActivate { // see TestActivationsInTheRecords
				checkSettled(t, d, box, order, want.word)
			}
			if _, err := d.Send(t.Context(), order); !errors.Is(err, client.ErrUnknown) || errors.Is(err, client.ErrRefused) {
				t.Errorf("the same order again: %v", err)
			}
		})
	}
}

// checkSettled compares the driver's reading of a change with the sandbox's books.
func checkSettled(t *testing.T, d *finhub.Driver, box *sandbox.Sandbox, order client.Order, word string) {
	t.Helper()
	done, err := d.ReadOrder(t.Context(), orderID)
	if err != nil || done.Status != client.OperationSucceeded || done.CardID != order.CardID || done.Kind != word || done.Amount.Known() {
		t.Errorf("settled: %+v, %v", done, err)
	}
	if err := box.Audit(); err != nil {
		t.Error(err)
	}
}

// Whether activations are among the records is not documented: where they are, the order is found, else the card's status tells.
func TestActivationsInTheRecords(t *testing.T) {
	for _, listed := range []bool{true, false} {
		now := newClock()
		d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now, ListActivations: listed})
		order := changes(t, box)["/card/activate"]
		if _, err := d.Send(t.Context(), order); err != nil {
			t.Fatal(err)
		}
		now.Add(time.Minute)
		if listed {
			checkSettled(t, d, box, order, "card_activated")
		} else if _, err := d.ReadOrder(t.Context(), orderID); !errors.Is(err, client.ErrNotFound) {
			t.Errorf("not among the records: %v", err)
		}
		if card, err := d.Card(t.Context(), order.CardID); err != nil || card.Status != client.CardActive {
			t.Errorf("the card is %s, %v", card.Status, err)
		}
	}
}

func checkChanged(t *testing.T, order client.Order, before, after sandbox.Truth, card client.Card) {
	t.Helper()
	switch order.Kind {
	case client.MoveCancel:
		if after.Balance.IsPositive() || !before.Balance.IsPositive() {
			t.Errorf("%s before, %s after", before.Balance, after.Balance)
		}
	case client.MovePIN, client.MoveActivate:
		if after.PIN != goodPIN || before.PIN == goodPIN {
			t.Error("the PIN did not arrive")
		}
		if order.Kind == client.MoveActivate && after.NoPIN.String() != "100" {
			t.Errorf("%s without a PIN", after.NoPIN)
		}
	case client.MoveLimits:
		if after.NoPIN.String() != "120.5" || after.PerTransaction.String() != "75" || !slices.Equal(after.AllowedMCC, []string{"5411", "0742"}) {
			t.Errorf("the sandbox has %+v", after)
		}
		l := card.Limits
		if l == nil || l.NoPINAmount.String() != "120.50 USD" || len(l.Controls) != 1 || l.Controls[0].Amount.String() != "75.00 USD" ||
			!slices.Equal(l.AllowedMCC, after.AllowedMCC) || l.BlockedMCC != nil {
			t.Errorf("the card says %+v", l)
		}
	}
}

// An empty list removes, and what is not sent stays.
func TestLimitsAreRemoved(t *testing.T) {
	now := newClock()
	d, box := start(t, sandbox.Options{Seed: 1, Now: now.Now})
	order := changes(t, box)["/card/v2/update"]
	set := func(n int, l client.Limits) sandbox.Truth {
		t.Helper()
		order.ID, order.Change.Limits = fmt.Sprintf("CW20260131120000limit%d", n), l
		if _, err := d.Send(t.Context(), order); err != nil {
			t.Fatal(err)
		}
		now.Add(time.Minute)
		return truth(t, box, order.CardID)
	}
	set(1, order.Change.Limits)
	if got := set(2, client.Limits{Controls: []client.SpendingControl{}}); got.PerTransaction != nil || len(got.AllowedMCC) != 2 ||
		got.NoPIN.String() != "120.5" {
		t.Errorf("without controls: %+v", got)
	}
	if got := set(3, client.Limits{BlockedMCC: []string{"7995"}}); len(got.AllowedMCC) != 0 ||
		!slices.Equal(got.BlockedMCC, []string{"7995"}) {
		t.Errorf("blocked instead of allowed: %+v", got)
	}
	if got := set(4, client.Limits{BlockedMCC: []string{}, NoPINAmount: money("0", "USD")}); len(got.BlockedMCC) != 0 || !got.NoPIN.IsZero() {
		t.Errorf("none: %+v", got)
	}
	card, err := d.Card(t.Context(), order.CardID)
	if err != nil || card.Limits == nil || card.Limits.NoPINAmount.String() != "0.00 USD" || card.Limits.Controls != nil ||
		card.Limits.BlockedMCC != nil {
		t.Errorf("in the end: %+v, %v", card.Limits, err)
	}
}

// What the terms refuse the sandbox refuses as well, by its own reading of the documents.
func TestChangesThatAreRefused(t *testing.T) {
	limits := func(l client.Limits) client.Change { return client.Change{Limits: l} }
	pin := func(digits string) client.Change { return client.Change{PIN: crypto.SecretFromString(digits)} }
	per := func(interval, amount string) []client.SpendingControl {
		return []client.SpendingControl{{Interval: interval, Amount: money(amount, "USD")}}
	}
	activation := func(pin, amount string) func(code string) client.Change {
		return func(code string) client.Change {
			return client.Change{PIN: crypto.SecretFromString(pin), ActivationCode: crypto.SecretFromString(code),
				Limits: client.Limits{NoPINAmount: money(amount, "USD")}}
		}
	}
	d, box := start(t, sandbox.Options{Seed: 1})
	code := truth(t, box, cardID(box, inactiveCard)).ActiveCode
	for name, tt := range map[string]struct {
		kind   client.MovementKind
		place  int
		change client.Change
		want   string // here
		there  string // at the sandbox; empty: it lets this pass
	}{
		"freeze a frozen one":    {client.MoveFreeze, frozenCard, client.Change{}, "the card is frozen", "status Freeze"},
		"freeze a blocked one":   {client.MoveFreeze, blockedCard, client.Change{}, "", "blocked"},
		"freeze where it is off": {client.MoveFreeze, wholeCard, client.Change{}, "cards of this type cannot be frozen", "not enabled"},
		"freeze a gift card":     {client.MoveFreeze, giftCard, client.Change{}, "cards of this type cannot be frozen", "not enabled"},
		"freeze a pending one":   {client.MoveFreeze, pendingCard, client.Change{}, "", "status pending"},
		"unfreeze an active one": {client.MoveUnfreeze, normalCard, client.Change{}, "the card is active", "status Normal"},
		"cancel a canceled one":  {client.MoveCancel, canceledCard, client.Change{}, "the card is canceled", "status cancel"},
		"cancel a pending one":   {client.MoveCancel, pendingCard, client.Change{}, "", "status pending"},
		"cancel a blocked one":   {client.MoveCancel, blockedCard, client.Change{}, "", "blocked"},
		"PIN of a virtual one":   {client.MovePIN, normalCard, pin(goodPIN), "this is no physical card", "physical"},
		"PIN of an inactive one": {client.MovePIN, inactiveCard, pin(goodPIN), "the card is inactive", "un_activated"},
		"PIN too short":          {client.MovePIN, plasticCard, pin("48291"), "6 digits", "6 digits"},
		"PIN of letters":         {client.MovePIN, plasticCard, pin("48291x"), "6 digits", "6 digits"},
		"PIN repeated":           {client.MovePIN, plasticCard, pin("482225"), "no digit 3 times in a row", "3 times"},
		"PIN ascending":          {client.MovePIN, plasticCard, pin("135689"), "must have digits that do not only ascend", "ascending"},
		"PIN descending":         {client.MovePIN, plasticCard, pin("986531"), "must have digits that do not only descend", "descending"},
		"PIN segment":            {client.MovePIN, plasticCard, pin("123123"), "no 2 or 3 digits that come again", "segment"},
		"limits of a frozen one": {client.MoveLimits, frozenCard, limits(client.Limits{AllowedMCC: []string{}}), "", "status Freeze"},
		"limits where none are": {client.MoveLimits, holderCard, limits(client.Limits{AllowedMCC: []string{"5411"}}),
			"cards of this type have no limits to set", "not supported"},
		"no-PIN of a virtual one": {client.MoveLimits, normalCard, limits(client.Limits{NoPINAmount: money("5", "USD")}),
			"no amount without a PIN", "physical"},
		"no-PIN too high": {client.MoveLimits, plasticCard, limits(client.Limits{NoPINAmount: money("2000.01", "USD")}),
			"at most 2,000.00 USD", "2000"},
		"both lists": {client.MoveLimits, normalCard,
			limits(client.Limits{AllowedMCC: []string{"5411"}, BlockedMCC: []string{"7311"}}), "only one", "Only one"},
		"category": {client.MoveLimits, normalCard, limits(client.Limits{BlockedMCC: []string{"54111"}}), "4 digits", "4 digits"},
		"interval": {client.MoveLimits, normalCard, limits(client.Limits{Controls: per("HOURLY", "5")}), "HOURLY",
			"Unknown interval"},
		"interval twice": {client.MoveLimits, normalCard,
			limits(client.Limits{Controls: append(per("PER_TRANSACTION", "5"), per("PER_TRANSACTION", "6")...)}), "two spending limits", "twice"},
		"control of nothing": {client.MoveLimits, normalCard, limits(client.Limits{Controls: per("PER_TRANSACTION", "0")}),
			"more than zero", "positive"},
		"nothing":                 {client.MoveLimits, budgetCard, client.Change{}, "nothing to change", ""},
		"activate an active one":  {client.MoveActivate, plasticCard, activation(goodPIN, "5")(code), "the card is active", "status Normal"},
		"activate a virtual one":  {client.MoveActivate, normalCard, activation(goodPIN, "5")(code), "this is no physical card", "status Normal"},
		"activate with a bad PIN": {client.MoveActivate, inactiveCard, activation("111222", "5")(code), "no digit 3 times in a row", "3 times"},
		"activate with too much":  {client.MoveActivate, inactiveCard, activation(goodPIN, "2001")(code), "at most 2,000.00 USD", "2000"},
		"activate with a wrong code": {client.MoveActivate, inactiveCard, activation(goodPIN, "5")("1"), "",
			"code is wrong"},
	} {
		order := client.Order{ID: orderID, Kind: tt.kind, CardID: cardID(box, tt.place), Change: tt.change}
		terms, err := d.ChangeTerms(t.Context(), client.Card{ID: order.CardID}, tt.kind)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		err = terms.Check(tt.kind, tt.change)
		if tt.want == "" != (err == nil) || err != nil && (!errors.Is(err, client.ErrTerms) || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: here %v", name, err)
		}
		if tt.there == "" {
			continue
		}
		_, err = d.Send(t.Context(), order)
		if !errors.Is(err, client.ErrRefused) || client.NotSent(err) || !strings.Contains(err.Error(), tt.there) {
			t.Errorf("%s: there %v", name, err)
		}
	}
	for _, c := range box.Ledger("finhub").Changes {
		if c.Order != "" {
			t.Errorf("carried out: %+v", c)
		}
	}
}

func TestRefusedChangesSayWhatToDo(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	for name, tt := range map[string]struct {
		kind  client.MovementKind
		place int
		want  string
	}{
		"freeze a frozen one":      {client.MoveFreeze, frozenCard, "the card is frozen"},
		"PIN of an inactive one":   {client.MovePIN, inactiveCard, "the card is inactive\nactivate it first"},
		"cancel a canceled one":    {client.MoveCancel, canceledCard, "the card is canceled"},
		"limits of a canceled one": {client.MoveLimits, canceledCard, "the card is canceled"},
		"PIN of a frozen, virtual": {client.MovePIN, frozenCard, "this is no physical card"},
		"an active one":            {client.MoveFreeze, normalCard, "<nil>"},
	} {
		terms, err := d.ChangeTerms(t.Context(), client.Card{ID: cardID(box, tt.place)}, tt.kind)
		got := strings.TrimPrefix(fmt.Sprint(terms.Refused()), client.ErrTerms.Error()+": ")
		if err != nil || got != tt.want {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, tt.want)
		}
	}
}

func TestCancellationsSayWhatBecomesOfTheBalance(t *testing.T) {
	d, box := start(t, sandbox.Options{Seed: 1})
	for name, tt := range map[string]struct {
		place int
		want  string
	}{
		"active":   {normalCard, "what becomes of it is not documented: withdraw it first"},
		"frozen":   {frozenCard, "what becomes of it is not documented: unfreeze the card and withdraw it first"},
		"inactive": {inactiveCard, "what becomes of it is not documented: activate the card and withdraw it first"},
		"budget":   {budgetCard, "it is the shared account's, a budget card holds no money of its own"},
		"empty":    {canceledCard, ""},
	} {
		terms, err := d.ChangeTerms(t.Context(), client.Card{ID: cardID(box, tt.place)}, client.MoveCancel)
		if err != nil || terms.Balance != tt.want {
			t.Errorf("%s: got %q, %v, want %q", name, terms.Balance, err, tt.want)
		}
	}
}

// Where FinHub says nothing about the type, or says a status that this version does not know, it is asked.
func TestChangeTermsOfWhatIsNotKnown(t *testing.T) {
	plastic := strings.NewReplacer(`"Virtual"`, `"Physical"`).Replace(oneType)
	card := func(status, extra string) string {
		return `{"cardNo":"c1","status":"` + status + `","balanceInfo":{"amount":1,"currency":"usd"}` + extra + `}`
	}
	const typed = `,"cardTypeId":9007199254740993`
	for name, tt := range map[string]struct {
		types, card string
		kind        client.MovementKind
		want        string
	}{
		"unknown status":     {oneType, card("Enabled", typed), client.MoveFreeze, "may"},
		"unknown type":       {`[]`, card("Normal", ""), client.MovePIN, "may"},
		"unknown type, gift": {`[]`, card("Normal", `,"customCategory":"GIFT"`), client.MovePIN, "this is no physical card"},
		"virtual":            {oneType, card("Normal", typed), client.MovePIN, "this is no physical card"},
		"physical":           {plastic, card("Normal", typed), client.MovePIN, "may"},
		"limits": {plastic, card("Normal", typed), client.MoveLimits,
			"may: 0 to 2000 (500.00 USD), controls [PER_TRANSACTION], categories"},
		"limits, unknown type": {`[]`, card("Normal", ""), client.MoveLimits,
			"may: 0 to 2000 (500.00 USD), controls [PER_TRANSACTION], categories"},
		"own quotas": {strings.NewReplacer(`"noPinPaymentAmountMinQuota":0`, `"noPinPaymentAmountMinQuota":"10"`,
			`"noPinPaymentAmountMaxQuota":"2000"`, `"noPinPaymentAmountMaxQuota":50.5`,
			`"defaultNoPinPaymentAmount":500`, `"defaultNoPinPaymentAmount":20`).Replace(plastic), card("Normal", typed), client.MoveLimits,
			"may: 10 to 50.5 (20.00 USD), controls [PER_TRANSACTION], categories"},
		"not settable": {strings.Replace(oneType, `"supportSetting":true`, `"supportSetting":false`, 1), card("Normal", typed),
			client.MoveLimits, "may: categories"},
		"nothing settable": {strings.NewReplacer(`"supportSetting":true`, `"supportSetting":false`, `"supportSettingMcc":true`,
			`"supportSettingMcc":false`).Replace(oneType), card("Normal", typed), client.MoveLimits, "cards of this type have no limits to set"},
		"no no-PIN": {strings.Replace(plastic, `"metadata":{`, `"metadata":{"supportSettingNoPinPaymentAmount":false,`, 1),
			card("Normal", typed), client.MoveLimits,
			"may: controls [PER_TRANSACTION], categories"},
		"freeze not said": {strings.Replace(oneType, `"enableFreeze":true,`, ``, 1), card("Normal", typed), client.MoveFreeze, "may"},
		"freeze denied": {strings.Replace(oneType, `"enableFreeze":true,`, `"enableFreeze":false,`, 1), card("Normal", typed),
			client.MoveFreeze, "cards of this type cannot be frozen"},
		"unfreeze denied": {strings.Replace(oneType, `"enableUnFreeze":true`, `"enableUnFreeze":false`, 1), card("Freeze", typed),
			client.MoveUnfreeze, "cards of this type cannot be unfrozen"},
		"no change":        {oneType, card("Normal", typed), client.MoveTopUp, "FinHub has no such change"},
		"inactive, cancel": {plastic, card("un_activated", typed), client.MoveCancel, "may"},
	} {
		d := scripted(t, answers(map[string]string{"/card/v2/cardTypes": tt.types, "/card/info": tt.card}))
		terms, err := d.ChangeTerms(t.Context(), client.Card{ID: "c1"}, tt.kind)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := terms.Refusal
		if got == "" {
			got = "may"
		}
		if tt.kind == client.MoveLimits && terms.Refusal == "" {
			var parts []string
			if terms.SetsNoPIN {
				parts = append(parts, fmt.Sprintf("%s to %s (%s)", terms.NoPINMin.Decimal, terms.NoPINMax.Decimal, terms.NoPINDefault))
			}
			if terms.SetsControls {
				parts = append(parts, fmt.Sprint("controls ", terms.Intervals))
			}
			if terms.SetsMCC {
				parts = append(parts, "categories")
			}
			got += ": " + strings.Join(parts, ", ")
		}
		if got != tt.want || terms.Currency != "USD" {
			t.Errorf("%s: got %q in %s, want %q", name, got, terms.Currency, tt.want)
		}
	}
}

func TestChangesAreSentAsDocumented(t *testing.T) {
	const head = `"cardNo":"c","merchantOrderNo":"` + orderID + `"`
	secretly := client.Change{PIN: crypto.SecretFromString(goodPIN), ActivationCode: crypto.SecretFromString(`20"4`)}
	for name, tt := range map[string]struct {
		kind   client.MovementKind
		change client.Change
		want   string
	}{
		"freeze":   {client.MoveFreeze, secretly, `{` + head + `}`},
		"unfreeze": {client.MoveUnfreeze, client.Change{}, `{` + head + `}`},
		"cancel":   {client.MoveCancel, client.Change{}, `{` + head + `}`},
		"pin":      {client.MovePIN, secretly, `{` + head + `,"pin":"482915"}`},
		"activate": {client.MoveActivate, secretly, `{` + head + `,"pin":"482915","activeCode":"20\"4"}`},
		"no-PIN": {client.MoveLimits, client.Change{Limits: client.Limits{NoPINAmount: money("120.50", "USD")}}, `{` + head +
			`,"noPinPaymentAmount":120.5}`},
		"controls": {client.MoveLimits,
			client.Change{Limits: client.Limits{Controls: []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: money("75", "USD")}}}},
			`{` + head + `,"spendingControls":[{"amount":75,"interval":"PER_TRANSACTION"}]}`},
		"no controls": {client.MoveLimits, client.Change{Limits: client.Limits{Controls: []client.SpendingControl{}}}, `{` + head +
			`,"spendingControls":[]}`},
		"allowed": {client.MoveLimits, client.Change{Limits: client.Limits{AllowedMCC: []string{"5411"}}}, `{` + head +
			`,"riskControls":{"allowedMcc":["5411"]}}`},
		"none": {client.MoveLimits, client.Change{Limits: client.Limits{BlockedMCC: []string{}}}, `{` + head +
			`,"riskControls":{"blockedMcc":[]}}`},
	} {
		var got string
		d := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			all, _ := io.ReadAll(r.Body)
			got = string(all)
			success(w, `{"merchantOrderNo":"`+orderID+`","status":"wait_process"}`)
		})
		order := client.Order{ID: orderID, Kind: tt.kind, CardID: "c", Change: tt.change}
		wire, err := d.Preview(order)
		if _, sendErr := d.Send(t.Context(), order); err != nil || sendErr != nil || got != tt.want {
			t.Errorf("%s: sent %s, %v, %v", name, got, err, sendErr)
		}
		if strings.Contains(string(wire.Body), goodPIN) || strings.Contains(string(wire.Body), `20\"4`) {
			t.Errorf("%s: the preview tells the secret: %s", name, wire.Body)
		}
	}
}

func TestChangesWithoutTheirSecretAreNotSent(t *testing.T) {
	d := scripted(t, func(http.ResponseWriter, *http.Request) { t.Error("a request went out") })
	pin := crypto.SecretFromString(goodPIN)
	gone := crypto.SecretFromString(goodPIN)
	gone.Wipe()
	for name, change := range map[string]client.Change{"none": {}, "wiped": {PIN: gone, ActivationCode: pin}, "no code": {PIN: pin},
		"no text": {PIN: pin, ActivationCode: crypto.SecretFromString("\xff")}} {
		if _, err := d.Send(t.Context(), client.Order{Kind: client.MoveActivate, ID: orderID, CardID: "c", Change: change}); !errors.Is(err,
			client.ErrRefused) || !client.NotSent(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FinHub may repeat what it refuses.
func TestRepeatedSecretsAreHidden(t *testing.T) {
	change := client.Change{PIN: crypto.SecretFromString(goodPIN), ActivationCode: crypto.SecretFromString("20834698")}
	for _, answer := range []string{
		`{"success":false,"code":-1,"msg":"PIN 482915 with code 20834698 is wrong"}`,
		`{"success":true,"code":200,"data":{"status":"fail","type":"card_activated","remark":"PIN 482915 with code 20834698 is wrong"}}`,
	} {
		d := scripted(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) })
		got, err := d.Send(t.Context(), client.Order{Kind: client.MoveActivate, ID: orderID, CardID: "c", Change: change})
		if text := fmt.Sprintf("%+v %v", got, err); strings.Contains(text, goodPIN) || strings.Contains(text, "20834698") ||
			!strings.Contains(text, "PIN ****** with code ****** is wrong") {
			t.Errorf("got %s", text)
		}
	}
}
