package documents

// Expected is a top-up that a file expects, and what the journal knows of it.
type Expected struct {
	Reference        string         `json:"reference"`         // the caller's own name for it
	Card             string         `json:"card"`              // the card, as the file names it
	ExpectedAmount   Decimal        `json:"expected_amount"`   // as the file has it
	ExpectedCurrency *string        `json:"expected_currency"` // as the file has it; null where it says none
	Result           ExpectedResult `json:"result"`            // whether it was paid
	Difference       *string        `json:"difference"`        // how the movement differs, in words; null where it does not
	Movement         *Movement      `json:"movement"`          // the movement with this reference; null where there is none
}

// ExpectedResult is what became of a top-up that was expected.
type ExpectedResult string

// The results.
const (
	ExpectedPaid    ExpectedResult = "paid"    // the top-up succeeded, with this card and amount
	ExpectedOpen    ExpectedResult = "open"    // its outcome is not final
	ExpectedFailed  ExpectedResult = "failed"  // it was tried, and no money moved
	ExpectedDiffers ExpectedResult = "differs" // the movement with this reference is another one
	ExpectedMissing ExpectedResult = "missing" // no movement has this reference
)
