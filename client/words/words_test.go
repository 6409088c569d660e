package words_test

import (
	"testing"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/words"
)

func usd(text string) client.Money { return client.NewMoney(decimal.RequireFromString(text), "USD") }

func TestStatusOfACard(t *testing.T) {
	for want, card := range map[string]client.Card{
		"● active":    {Status: client.CardActive, IssuerStatus: "Normal"},
		"✕ canceled":  {Status: client.CardCanceled, IssuerStatus: "cancel"},
		"‖ frozen":    {Status: client.CardFrozen, IssuerStatus: "Freeze"},
		"○ inactive":  {Status: client.CardInactive, IssuerStatus: "un_activated"},
		"■ blocked":   {Status: client.CardBlocked, IssuerStatus: "Normal"},
		"◌ expired":   {Status: client.CardExpired},
		"◐ pending":   {Status: client.CardPending},
		"? suspended": {Status: client.CardUnknown, IssuerStatus: " suspended "},
		"? unknown":   {Status: client.CardUnknown},
		"? Normal":    {Status: "later", IssuerStatus: "Normal"},
	} {
		if got := words.OfCard(card); got.String() != want || utf8.RuneCountInString(got.Mark) != 1 {
			t.Errorf("%+v is %q, want %q", card.Status, got, want)
		} else if got.Tone == words.Good && card.Status != client.CardActive {
			t.Errorf("%s is good", want)
		}
	}
}

func TestStatusOfHoldersAndDeposits(t *testing.T) {
	for want, h := range map[string]client.Holder{
		"✓ approved":   {Status: "pass_audit"},
		"◐ waiting":    {Status: "wait_audit", Barred: "waits"},
		"◐ in review":  {Status: "Under_Review", Barred: "is reviewed"},
		"✕ refused":    {Status: "reject", Barred: "was refused"},
		"? pass_audit": {Status: "pass_audit", Barred: "the driver says so"},
		"? passed":     {Status: "passed"},
	} {
		if got := words.OfHolder(h); got.String() != want || (got.Tone == words.Good) != (h.Status == "pass_audit" && h.Approved()) {
			t.Errorf("holder %q is %q, want %q", h.Status, got, want)
		}
	}
	for want, d := range map[string]client.Deposit{
		"✓ confirmed": {Status: "confirmed", Stage: client.StageDone},
		"◐ waiting":   {Status: "waiting"},
		"✕ failed":    {Status: "failed", Stage: client.StageFailed},
		"◌ expired":   {Status: "Expired", Stage: client.StageFailed},
		"? confirmed": {Status: "confirmed"},
		"? credited":  {Status: "credited", Stage: client.StageDone},
	} {
		if got := words.OfDeposit(d); got.String() != want {
			t.Errorf("deposit %q is %q, want %q", d.Status, got, want)
		}
	}
}

func TestStatusOfARecord(t *testing.T) {
	const pays, changes = client.RecordAuthorizations, client.RecordOperations
	for _, c := range []struct {
		kind        client.RecordKind
		typ, status string
		stage       client.Stage
		want        string
		name        string
	}{
		{pays, "auth", "authorized", client.StageOpen, "◐ held", "held"},
		{pays, "auth", "succeed", client.StageDone, "✓ paid", "paid"},
		{pays, "Auth", "Failed", client.StageFailed, "✕ declined", "declined"},
		{pays, "refund", "succeed", client.StageDone, "↩ refund", "done"},
		{pays, "refund", "authorized", client.StageOpen, "◐ refund", "held"},
		{pays, "refund", "failed", client.StageFailed, "✕ declined", "declined"},
		{pays, "Void", "succeed", client.StageDone, "↩ reversed", "done"},
		{pays, "verification", "succeed", client.StageDone, "· check", "done"},
		{pays, "verification", "failed", client.StageFailed, "✕ declined", "declined"},
		{pays, "maintain_fee", "succeed", client.StageDone, "✓ paid", "paid"},
		{pays, "chargeback", "succeed", client.StageDone, "· chargeback", "done"},
		{pays, "chargeback", "failed", client.StageFailed, "✕ declined", "declined"},
		{pays, "auth", "settling", client.StageOpen, "? settling", "unknown"},
		{pays, "auth", "succeed", client.StageOpen, "? succeed", "unknown"}, // the driver does not take it to be over
		{changes, "Freeze", "success", client.StageDone, "✓ done", "done"},
		{changes, "deposit", "wait_process", client.StageUnderWay, "◐ waiting", "processing"},
		{changes, "deposit", "processing", client.StageUnderWay, "◐ under way", "processing"},
		{changes, "deposit", "fail", client.StageFailed, "✕ failed", "failed"},
		{client.RecordPurchases, "", "success", client.StageDone, "✓ paid", "paid"},
		{client.RecordFees, "card_patch_fee", "success", client.StageDone, "✓ paid", "paid"},
		{client.RecordHistory, "", "completed", client.StageDone, "✓ done", "done"},
		{client.RecordHistory, "", "declined", client.StageFailed, "✕ declined", "declined"},
		{client.RecordHistory, "", "pending", client.StageOpen, "◐ pending", "pending"},
		{client.Record3DS, "third_3ds_otp", "", client.StageOpen, "· ", ""},
	} {
		r := client.Record{Kind: c.kind, Type: c.typ, Status: c.status, Stage: c.stage}
		got := words.OfRecord(r)
		if name := words.StatusOfRecord(r); got.String() != c.want || name != c.name {
			t.Errorf("%s, %s is %q and %q, want %q and %q", c.typ, c.status, got, name, c.want, c.name)
		}
		if c.stage == client.StageFailed && got.Tone != words.Bad || c.stage != client.StageFailed && got.Tone == words.Bad {
			t.Errorf("%s, %s has the tone %d", c.typ, c.status, got.Tone)
		}
	}
}

func TestAWordThatStandsAloneSaysWhatItsMarkSays(t *testing.T) {
	record := func(typ, status string, stage client.Stage) string {
		return words.StatusAlone(client.Record{Kind: client.RecordAuthorizations, Type: typ, Status: status, Stage: stage})
	}
	for _, c := range [][2]string{
		{record("refund", "authorized", client.StageOpen), "refund, held"},
		{record("refund", "succeed", client.StageDone), "refund"},
		{record("Void", "pending", client.StageOpen), "reversed, pending"},
		{record("Void", "succeed", client.StageDone), "reversed"},
		{record("auth", "authorized", client.StageOpen), "held"},
		{record("auth", "succeed", client.StageDone), "paid"},
		{record("auth", "succeed", client.StageOpen), "succeed (not known)"},
		{record("auth", "settling", client.StageOpen), "settling (not known)"},
		{record("auth", "", client.StageOpen), "unknown"},
		{words.OfCard(client.Card{IssuerStatus: "Active "}).Alone(), "Active (not known)"},
		{words.OfCard(client.Card{Status: client.CardActive, IssuerStatus: "Normal"}).Alone(), "active"},
		{words.OfCard(client.Card{}).Alone(), "unknown"},
		{words.OfHolder(client.Holder{Status: "audited"}).Alone(), "audited (not known)"},
		{words.OfDeposit(client.Deposit{Status: "confirmed"}).Alone(), "confirmed (not known)"},
	} {
		if c[0] != c[1] {
			t.Errorf("got %q, want %q", c[0], c[1])
		}
	}
}

func TestWhatARecordIsAbout(t *testing.T) {
	done := func(typ, remark string) client.Record {
		return client.Record{Kind: client.RecordOperations, Type: typ, Stage: client.StageDone, Remark: remark, OrderID: "CWEG"}
	}
	waits := done("Freeze", "")
	waits.Stage = client.StageUnderWay
	for want, r := range map[string]client.Record{
		"new card":                done("create", ""),
		"frozen":                  done("Freeze", ""),
		"freeze":                  waits,
		"topped up: ops":          done("deposit", "ops"),
		"topped up":               done("deposit", "Card Deposit"),
		"limits changed":          done("card_update", ""),
		"swept":                   {Kind: client.RecordOperations, Type: "swept", Stage: client.StageDone},
		"Visa, virtual":           {Kind: client.RecordPurchases, Organization: "Visa", CardType: "Virtual"},
		"ULTRA MOBILE":            {Kind: client.RecordAuthorizations, Type: "auth", Merchant: client.Merchant{Name: "ULTRA MOBILE"}},
		"monthly fee":             {Kind: client.RecordAuthorizations, Type: "maintain_fee", Description: "Fee"},
		"fee of a payment":        {Kind: client.RecordFees, Type: "card_patch_fee"},
		"Insufficient balance":    {Kind: client.RecordHistory, Description: "Insufficient balance"},
		"code":                    {Kind: client.Record3DS, Type: "third_3ds_otp"},
		"":                        {Kind: client.RecordHistory, ID: "txn_1"},
		"fee of a payment abroad": {Kind: client.RecordFees, Type: "CARD_PATCH_CROSS_BORDER"},
	} {
		if got := words.What(r); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTheIssuersOwnWordsAreTold(t *testing.T) {
	for want, r := range map[string]client.Record{
		"auth, authorized": {Kind: client.RecordAuthorizations, Type: "auth", Status: "authorized"},
		"completed":        {Kind: client.RecordHistory, Status: "completed", Stage: client.StageDone},
		"":                 {Kind: client.RecordOperations, Type: "swept", Status: "odd"},
	} {
		if got := words.IssuerSays(r); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTypesAreFoundByTheirNames(t *testing.T) {
	for name, want := range map[string]string{
		"refund": "refund", "Payment": "auth", "top-up": "top-up", "reversal": "void", "": "", "Void": "Void",
	} {
		if got := words.TypeNamed(client.RecordAuthorizations, name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	if got := words.TypeNamed(client.RecordOperations, "top-up"); got != "deposit" {
		t.Errorf("a top-up is %q", got)
	}
}

func TestASignIsOfWhatMoved(t *testing.T) {
	eur := client.NewMoney(decimal.RequireFromString("7"), "EUR")
	for _, c := range []struct {
		r         client.Record
		want      string
		moved     bool
		elsewhere string
	}{
		{client.Record{Amount: usd("8.05"), Stage: client.StageDone}, "−8.05 USD", true, ""},
		{client.Record{Amount: eur, CardAmount: usd("8.05"), Stage: client.StageDone}, "−8.05 USD", true, "−7.00 EUR"},
		{client.Record{Amount: usd("14.25"), Means: client.MeansRefunded, Stage: client.StageDone}, "+14.25 USD", true, ""},
		{client.Record{Amount: usd("-14.25"), Means: client.MeansRefunded, Stage: client.StageDone}, "+14.25 USD", true, ""},
		{client.Record{Amount: usd("-4"), Stage: client.StageDone}, "+4.00 USD", true, ""},
		{client.Record{Amount: usd("5.59"), Stage: client.StageFailed}, "5.59 USD", false, ""},
		{client.Record{Amount: usd("-5.59"), Stage: client.StageFailed}, "5.59 USD", false, ""},
		{client.Record{Amount: usd("1"), Means: client.MeansNothing, Stage: client.StageDone}, "1.00 USD", false, ""},
		{client.Record{Amount: usd("0"), Stage: client.StageDone}, "0.00 USD", false, ""},
		{client.Record{Stage: client.StageDone}, "", false, ""},
		{client.Record{Kind: client.RecordHistory, Amount: usd("4"), Stage: client.StageDone}, "4.00 USD", true, ""},
		{client.Record{Kind: client.RecordHistory, Amount: usd("-4"), Stage: client.StageDone}, "−4.00 USD", true, ""},
		{client.Record{Kind: client.RecordHistory, Amount: usd("-4"), Stage: client.StageFailed}, "4.00 USD", false, ""},
	} {
		if got, moved := words.Amount(c.r); got != c.want || moved != c.moved || words.AtMerchant(c.r) != c.elsewhere {
			t.Errorf("%s: %q, %v, %q", c.r.Amount, got, moved, words.AtMerchant(c.r))
		}
	}
}

func TestKindsOfCards(t *testing.T) {
	for want, card := range map[string]client.Card{
		"virtual, for purchases":              {Form: client.FormVirtual, Category: "PURCHASE"},
		"plastic":                             {Form: client.FormPhysical, Category: "PHYSICAL"},
		"for subscriptions":                   {Category: "SUBSCRIPTION"},
		"virtual, TRAVEL":                     {Form: client.FormVirtual, Category: "TRAVEL"},
		"":                                    {},
		"to be redeemed by a link, gift card": {Form: client.FormLink, Category: "GIFT"},
	} {
		if got := words.Form(card); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := words.Kind(client.CardType{Organization: "Visa", Type: "Physical", Category: "PHYSICAL"}); got != "Visa, plastic" {
		t.Errorf("got %q", got)
	}
	control := client.SpendingControl{Interval: "PER_TRANSACTION", Amount: usd("1000"), Settable: true}
	if got := words.Limit(control); got != "1,000.00 USD a payment, can be changed" {
		t.Errorf("got %q", got)
	}
	if got := words.Limit(client.SpendingControl{Interval: "PER_QUARTER", Amount: usd("1")}); got != "1.00 USD per quarter" {
		t.Errorf("got %q", got)
	}
}

func TestListsHaveShortNames(t *testing.T) {
	for _, kind := range []client.RecordKind{client.RecordAuthorizations, client.RecordOperations, client.RecordOperationsV1,
		client.RecordPurchases, client.RecordFees, client.Record3DS, client.RecordHistory, "new"} {
		if name, short := words.List(kind), words.ShortList(kind); name == "" || short == "" || len(short) > 8 || len(short) > len(name) {
			t.Errorf("%s: %q, %q", kind, name, short)
		}
	}
}
