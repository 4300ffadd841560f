#pragma once

#include "engine/evaluation/evaluation.h"

#include <QWidget>

#include <memory>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace forewatch {

/// What a model is worth: the verdict first, then its figures beside those of the baselines, each with its 95 % interval,
/// then the counts of alerts against outcomes.
class EvaluationView : public QWidget
{
    Q_OBJECT

public:
    explicit EvaluationView(QWidget *parent = nullptr);

    /// Null shows the empty state.
    void setEvaluation(std::shared_ptr<const Evaluation> evaluation);

    /// Why there is no evaluation, and what to do.
    void setEmptyText(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    QWidget *makeFigures() const;
    QWidget *makeConfusion() const;
    QWidget *makeNotes() const;
    QLabel *makeText(const QString &text) const;
    QLabel *makeMuted(const QString &text) const;
    QLabel *makeSmall(const QString &text) const;
    QLabel *strengthened(QLabel *label) const;
    void addForecast(QGridLayout *grid, int column, const EvaluatedForecast &forecast) const;

    std::shared_ptr<const Evaluation> m_evaluation;
    QString m_emptyText;
    QVBoxLayout *m_column;
    QWidget *m_content = nullptr;
};

} // namespace forewatch
