package client

// MovementKind says how money moves, or how a card changes.
type MovementKind string

// The kinds of movements. Those after MoveCreate are changes in a card's life, and the last makes a holder. They move no money, but each is
// noted in the journal, sent once, and settled by asking, as a movement of money is. The FinHub cards page does not say what becomes of the
// money on a canceled card.
const (
	MoveTopUp    MovementKind = "topup"
	MoveWithdraw MovementKind = "withdraw"
	MoveCreate   MovementKind = "create"
	MoveFreeze   MovementKind = "freeze"
	MoveUnfreeze MovementKind = "unfreeze"
	MoveCancel   MovementKind = "cancel" // for good
	MovePIN      MovementKind = "pin"
	MoveLimits   MovementKind = "limits"
	MoveActivate MovementKind = "activate" // a physical card
	MoveHolder   MovementKind = "holder"   // makes a person that cards can be made out to
)

// KindWords are what people call a kind of movement.
type KindWords struct {
	Noun     string // "top-up"
	Title    string // what begins it: "cancel card"
	Short    string // the same in a column of 8 cells
	Verb     string // with the card after it: "set the PIN of"
	Past     string // what was done, with the card after it: "froze"
	Question string // asked before it is sent
	Doing    string // while it is under way: "freezing"
	Done     string // how the card is afterwards, or what became of the money: "frozen"
	Undone   string // "not frozen"
	Doubt    string // what it can have done while its outcome is unknown: "the card may be frozen"
	Meaning  string // what follows from it for the card; empty where that needs no words
}

// kindFacts are all that is known of a kind wherever it is asked for.
type kindFacts struct {
	kind MovementKind
	KindWords
	changes  bool // it changes a card, or makes a holder, and has no amount
	makes    bool // see OnCard
	onlyID   bool // see NeedsOnlyID
	sendsPIN bool
}

const moneyMoved = "the money may have moved"

// kinds are all kinds of movements, in the order in which they are listed.
var kinds = []kindFacts{
	{kind: MoveTopUp, KindWords: KindWords{"top-up", "top up", "top up", "top up", "topped up",
		"top up this card?", "topping up", "topped up", "not topped up", moneyMoved, ""}},
	{kind: MoveWithdraw, KindWords: KindWords{"withdrawal", "withdraw", "withdraw", "withdraw", "withdrew from",
		"take money back from this card?", "withdrawing", "withdrawn", "not withdrawn", moneyMoved, ""}},
	{kind: MoveCreate, makes: true, KindWords: KindWords{"card creation", "new card", "new card", "create the card", "created",
		"create this card?", "creating the card", "created", "not created", moneyMoved,
		"it is pending in the list until the issuer shows it there"}},
	{kind: MoveFreeze, changes: true, onlyID: true, KindWords: KindWords{"freeze", "freeze", "freeze", "freeze", "froze",
		"freeze this card?", "freezing", "frozen", "not frozen", "the card may be frozen",
		"it pays nothing until it is unfrozen; what is on it stays"}},
	{kind: MoveUnfreeze, changes: true, KindWords: KindWords{"unfreeze", "unfreeze", "unfreeze", "unfreeze", "unfroze",
		"unfreeze this card?", "unfreezing", "unfrozen", "not unfrozen", "the card may be unfrozen", "it can be used again"}},
	{kind: MoveCancel, changes: true, onlyID: true, KindWords: KindWords{"cancellation", "cancel card", "cancel", "cancel",
		"canceled for good:", "cancel this card for good?", "canceling for good", "canceled for good", "not canceled", "the card may be canceled",
		"it can never be used again"}},
	{kind: MovePIN, changes: true, sendsPIN: true, KindWords: KindWords{"PIN change", "PIN", "PIN", "set the PIN of", "set the PIN of",
		"give this card another PIN?", "changing the PIN", "PIN changed", "PIN not changed", "the PIN may be the new one",
		"the old PIN is void; nothing here has kept the new one"}},
	{kind: MoveLimits, changes: true, KindWords: KindWords{"change of limits", "limits", "limits", "change the limits of",
		"changed the limits of", "change the limits of this card?", "changing the limits", "limits changed", "limits not changed",
		"the new limits may be in force", ""}},
	{kind: MoveActivate, changes: true, sendsPIN: true, KindWords: KindWords{"activation", "activate", "activate", "activate", "activated",
		"activate this card?", "activating", "activated", "not activated", "the card may be active", "it can be used with its PIN now"}},
	{kind: MoveHolder, changes: true, makes: true, KindWords: KindWords{"holder creation", "new holder", "holder", "create the holder",
		"created", "create this holder?", "creating the holder", "created", "not created", "the holder may be there",
		"the issuer reviews holders before cards can be made out to them"}},
}

// Kinds are all kinds of movements, in the order in which they are listed.
func Kinds() []MovementKind {
	all := make([]MovementKind, 0, len(kinds))
	for _, facts := range kinds {
		all = append(all, facts.kind)
	}
	return all
}

// facts are those of the kind. A kind that is not in the table comes from a row that a later version noted: its Noun, Title, Short and Verb
// are the word of that row, and its Doubt is the worse one.
func (k MovementKind) facts() kindFacts {
	for _, facts := range kinds {
		if facts.kind == k {
			return facts
		}
	}
	name := string(k)
	return kindFacts{kind: k, KindWords: KindWords{Noun: name, Title: name, Short: name, Verb: name, Doubt: moneyMoved}}
}

// Words are what people call the kind. A kind that is not known here has Noun, Title, Short, Verb and Doubt alone.
func (k MovementKind) Words() KindWords { return k.facts().KindWords }

// Noun names a kind of movement in words.
func (k MovementKind) Noun() string { return k.facts().Noun }

// Doubt says what a movement of the kind can have done whose outcome is unknown.
func (k MovementKind) Doubt() string { return k.facts().Doubt }

// IsChange reports whether a movement of the kind moves no money and has no amount: it changes a card, or makes a holder.
func (k MovementKind) IsChange() bool { return k.facts().changes }

// OnCard reports whether a movement of the kind is about a card that is there. The others make something: a card or a holder.
func (k MovementKind) OnCard() bool { return !k.facts().makes }

// NeedsOnlyID reports whether the change takes a card out of use. It needs nothing but the card's id: whatever cannot be read meanwhile
// must not keep a stolen card usable.
func (k MovementKind) NeedsOnlyID() bool { return k.facts().onlyID }

// SendsPIN reports whether an order of the kind has a PIN in it, which issuers may repeat in what they say.
func (k MovementKind) SendsPIN() bool { return k.facts().sendsPIN }
