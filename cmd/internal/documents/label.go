package documents

// Label is what people call a card, as labels export prints it and labels import takes it.
type Label struct {
	Profile *string `json:"profile"` // the account, by its name in the config; null where the config does not have it
	CardID  string  `json:"card_id"` // the card
	Label   string  `json:"label"`   // what it is called
	Account *string `json:"account"` // the account's id, which stays when the profile is renamed
}

// ImportedLabel is what became of a label of an import.
type ImportedLabel struct {
	Label
	Before  *string `json:"before"`  // what the card was called before; null where it had no label
	Changed bool    `json:"changed"` // whether the label was set now; it was there where not
}
