int zoo_missing_answer(void);

int zoo_missing_answer(void) { return 42; }
