#pragma once

#include "app/gui/job.h"
#include "engine/data/open_data.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QPushButton;

namespace forewatch {

/// Fetches a known city's open data: which city, which data sets, into which folder; then opens the crime table with its
/// neighborhoods. What has come is kept when it is cancelled or fails, and the next download goes on from there. Not
/// modal; closing it cancels.
class OpenDataDialog : public QDialog
{
    Q_OBJECT

public:
    explicit OpenDataDialog(QWidget *parent = nullptr);

    /// For tests and mirrors: everything before the services' names.
    void setServices(const QString &address) { m_services = address; }
    void setFolder(const QString &folder);

public Q_SLOTS:
    void download();

Q_SIGNALS:
    /// What has come is to be opened; `neighborhoods` is empty when they were not fetched.
    void openRequested(const QString &incidents, const QString &neighborhoods);

private:
    using Downloads = std::vector<Download>;

    void showSets();
    void showState();
    void chooseFolder();
    void finish(const Downloads &downloads);
    std::vector<OpenDataSet> chosen() const;

    QThreadPool m_pool;
    QString m_services;
    QComboBox *m_city;
    QListWidget *m_sets;
    QLineEdit *m_folder;
    QLabel *m_text;
    QProgressBar *m_progress;
    QPushButton *m_start;
    QPushButton *m_cancel;
    Job<Downloads> m_job;
};

} // namespace forewatch
